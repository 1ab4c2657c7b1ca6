import { ExplainedText } from "@/components/charts/explained-text";
import { Table, Td, Th } from "@/components/ui/table";
import type { StagesPicture } from "./prepare-stages";
import { tierInks, tinted } from "./tinted";

/** Rows are where they came from, columns the small steps on the way; both add up to the conversions. */
export const StagesTable = ({
  picture: { label, columns, rows, total },
  name,
}: {
  picture: StagesPicture;
  name: string;
}) => (
  <Table label={name} className="tabular-nums">
    <thead>
      <tr>
        <Th>{label}</Th>
        {columns.map((column) => (
          <Th key={column.id} numeric>
            <ExplainedText note={column.note}>{column.label}</ExplainedText>
          </Th>
        ))}
        <Th numeric>All</Th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.id}>
          <Td className="max-w-56 truncate font-medium">{row.label}</Td>
          {row.cells.map((cell, place) => (
            <Td
              key={cell.id}
              numeric
              style={{
                background: tinted(
                  columns[place]?.isDirect ? "var(--dropped)" : tierInks.micro,
                  cell.strength,
                ),
              }}
            >
              <ExplainedText note={cell.note}>{cell.text}</ExplainedText>
            </Td>
          ))}
          <Td numeric className="font-medium">
            {row.total}
          </Td>
        </tr>
      ))}
      <tr className="bg-sunken/60 font-medium">
        <Td>All</Td>
        {columns.map((column) => (
          <Td key={column.id} numeric>
            {column.total}
          </Td>
        ))}
        <Td numeric>{total}</Td>
      </tr>
    </tbody>
  </Table>
);
