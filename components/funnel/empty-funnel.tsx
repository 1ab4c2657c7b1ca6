import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import type { FunnelDefinition } from "./funnel-definition";
import { FunnelWorkbench } from "./funnel-workbench";
import type { StepCatalog } from "./step-choices";
import { StepStrip } from "./step-strip";

/** A project without goals has no path of its own: the steps are for the reader to choose. */
export const EmptyFunnel = ({
  definition,
  catalog,
}: {
  definition: FunnelDefinition;
  catalog: StepCatalog;
}) => (
  <FunnelWorkbench definition={definition} isDefault catalog={catalog}>
    <Panel aria-label="Funnel">
      <StepStrip />
      <EmptyState title="Choose the first step" className="border-t">
        Any event or page can be a step. Goals are worth defining too: they carry a name and a value.
      </EmptyState>
    </Panel>
  </FunnelWorkbench>
);
