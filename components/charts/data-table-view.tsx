import { Table, Td, Th } from "@/components/ui/table";
import type { DataTable } from "./data-table";

/** The numbers behind a chart, as people read them. The first column names the row. */
export const DataTableView = ({ label, table }: { label: string; table: DataTable }) => (
  <Table label={label}>
    <thead>
      <tr>
        {table.columns.map((column) => (
          <Th key={column.label} numeric={column.numeric ?? false}>
            {column.label}
          </Th>
        ))}
      </tr>
    </thead>
    <tbody>
      {table.rows.map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own and never move
        <tr key={i}>
          {row.map((cell, at) => (
            <Td key={table.columns[at]?.label} numeric={table.columns[at]?.numeric ?? false}>
              {cell.text}
            </Td>
          ))}
        </tr>
      ))}
    </tbody>
  </Table>
);
