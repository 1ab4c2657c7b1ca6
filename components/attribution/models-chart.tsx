import { ExplainedText } from "@/components/charts/explained-text";
import { cn } from "@/components/ui/cn";
import { Table, Td, Th } from "@/components/ui/table";
import type { Tier } from "@/lib/goals/definition";
import type { AttributionModel } from "@/lib/reports/attribution/definition";
import type { ModelCell, ModelsPicture, ModelsRow } from "./prepare-models";
import { tierInks, tinted } from "./tinted";

const percent = (share: number): string => `${share * 100}%`;

/** A row a source, a dot a model on one axis, and the shares themselves, darker the larger. */
export const ModelsChart = ({
  picture: { models, rows, zero },
  label,
  name,
  chosen,
  tier,
}: {
  picture: ModelsPicture;
  /** What rows are: "Channel". */
  label: string;
  name: string;
  chosen: AttributionModel;
  tier: Tier;
}) => (
  <Table label={name} className="tabular-nums">
    <thead>
      <tr>
        <Th>{label}</Th>
        <Th className="min-w-56">From least to most</Th>
        {models.map(({ model, short, sentence }) => (
          <Th key={model} numeric className="px-1.5">
            <ExplainedText note={sentence} className={model === chosen ? "font-medium text-ink" : ""}>
              {short}
            </ExplainedText>
          </Th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.id}>
          <Td className="max-w-48 truncate align-middle font-medium">{row.label}</Td>
          <Td className="align-middle">
            <Spread row={row} zero={zero} chosen={chosen} />
          </Td>
          {row.cells.map((cell) => (
            <Td
              key={cell.model}
              numeric
              className={cn("px-1.5 align-middle", cell.model === chosen && "font-medium")}
              style={{ background: tinted(tierInks[tier], cell.strength) }}
            >
              <ExplainedText note={cell.note}>{cell.text}</ExplainedText>
            </Td>
          ))}
        </tr>
      ))}
    </tbody>
  </Table>
);

const Spread = ({ row, zero, chosen }: { row: ModelsRow; zero: number; chosen: AttributionModel }) =>
  row.spread === null ? null : (
    <span className="block">
      <span aria-hidden className="relative block h-3">
        <span className="absolute inset-y-0 w-px bg-line" style={{ left: percent(zero) }} />
        <span
          className="absolute top-1/2 h-0.5 -translate-y-1/2 bg-control"
          style={{ left: percent(row.spread.low), width: percent(row.spread.high - row.spread.low) }}
        />
        {row.cells.map((cell) => (
          <Dot key={cell.model} cell={cell} isChosen={cell.model === chosen} />
        ))}
      </span>
      <span className="block text-muted text-xs">{row.spread.text}</span>
    </span>
  );

const Dot = ({ cell: { at }, isChosen }: { cell: ModelCell; isChosen: boolean }) =>
  at === null ? null : (
    <span
      className={cn(
        "absolute top-1/2 -translate-x-1/2 -translate-y-1/2 rounded-full",
        isChosen ? "z-1 size-2.5 bg-ink" : "size-2 border border-control bg-surface",
      )}
      style={{ left: percent(at) }}
    />
  );
