import { TriangleAlert } from "lucide-react";
import { ExplainedText } from "@/components/charts/explained-text";
import { Panel } from "@/components/ui/panel";
import { Table, Td, Th } from "@/components/ui/table";
import type { ReversalPicture } from "./prepare-reversal";

/** The whole and its parts point opposite ways: said before anybody concludes. */
export const ReversalPanel = ({ reversal }: { reversal: ReversalPicture }) => (
  <Panel aria-label="The parts point the other way">
    <div className="flex gap-2.5 px-4 py-3.5">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <div>
        <h2 className="font-medium">The parts point the other way</h2>
        <p className="max-w-3xl text-muted text-sm">{reversal.sentence}</p>
      </div>
    </div>
    <div className="border-t">
      <Table label={`By ${reversal.by.toLowerCase()}`} className="max-w-xl">
        <thead>
          <tr>
            <Th>{reversal.by}</Th>
            {reversal.columns.map((name) => (
              <Th key={name} numeric>
                {name}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {reversal.rows.map(({ value, a, b }) => (
            <tr key={value}>
              <Td>{value}</Td>
              <Td numeric>
                <ExplainedText note={a.note}>{a.text}</ExplainedText>
              </Td>
              <Td numeric>
                <ExplainedText note={b.note}>{b.text}</ExplainedText>
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  </Panel>
);
