import { formatCount } from "@/components/charts/format";
import { Badge } from "@/components/ui/badge";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { Table, Td, Th } from "@/components/ui/table";
import { type Span, spanWords } from "./data-params";
import type { OtherRow } from "./prepare-reasons";

const outcomeWords: Record<OtherRow["outcome"], { label: string; unit: string }> = {
  ignored: { label: "Ignored", unit: "event" },
  flagged: { label: "Repaired", unit: "event" },
  refused: { label: "Turned away", unit: "request" },
};

/** What was left out on purpose, mended on the way in, or turned away at the door. */
export const OtherReasons = ({ rows, span }: { rows: readonly OtherRow[]; span: Span }) => (
  <Panel aria-label="Ignored and repaired">
    <PanelHeader
      title="Ignored, repaired, turned away"
      subtitle={`In ${spanWords[span]}. Ignored events are not stored, by your settings; repaired ones are.`}
    />
    {rows.length === 0 ? (
      <p className="border-t px-4 py-6 text-center text-muted text-sm">Nothing of the kind in this time.</p>
    ) : (
      <div className="border-t">
        <Table label="Ignored, repaired, turned away">
          <thead>
            <tr>
              <Th>Reason</Th>
              <Th className="max-sm:hidden">What became of it</Th>
              <Th numeric>Count</Th>
              <Th className="max-md:hidden">Last seen</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ outcome, code, title, meaning, count, lastSeen }) => (
              <tr key={`${outcome} ${code}`}>
                <Td>
                  <span className="font-medium">{title}</span>
                  <span className="block text-muted">{meaning}</span>
                </Td>
                <Td className="max-sm:hidden">
                  <Badge>{outcomeWords[outcome].label}</Badge>
                </Td>
                <Td numeric className="whitespace-nowrap">
                  {formatCount(count)}{" "}
                  <span className="text-subtle">
                    {outcomeWords[outcome].unit}
                    {count === 1 ? "" : "s"}
                  </span>
                </Td>
                <Td className="whitespace-nowrap text-muted max-md:hidden">{lastSeen}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    )}
  </Panel>
);
