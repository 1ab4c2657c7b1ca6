import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { FunnelEditor } from "./funnel-editor";
import type { StepCatalog } from "./step-choices";

/** A project without goals has no path of its own: the steps are for the reader to choose. */
export const EmptyFunnel = ({ window, catalog }: { window: string; catalog: StepCatalog }) => (
  <Panel aria-label="Funnel">
    <FunnelEditor steps={[]} isDefault window={window} catalog={catalog} />
    <EmptyState title="Choose the first step">
      Any event or page can be a step. Goals are worth defining too: they carry a name and a value.
    </EmptyState>
  </Panel>
);
