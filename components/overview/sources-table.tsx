"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { createSerializer, parseAsString } from "nuqs";
import { ChangeText } from "@/components/charts/change-text";
import { ExplainedText } from "@/components/charts/explained-text";
import { IntervalMark } from "@/components/charts/interval-mark";
import { type FieldFilter, writeFilters } from "@/components/filters/field-filter";
import { Table, Td, Th } from "@/components/ui/table";
import type { SourceRow, Sources } from "./prepare-sources";

const serialize = createSerializer({ f: parseAsString });

/** One row a source. Its name, or a press anywhere on the row, keeps only those visitors on the whole page. */
export const SourcesTable = ({ sources, filters }: { sources: Sources; filters: readonly FieldFilter[] }) => {
  const pathname = usePathname();
  const search = useSearchParams();
  const { field, unit, aim, hasValue, comparesPrevious, rows } = sources;
  const hrefOf = ({ filter }: SourceRow) =>
    filter && `${pathname}${serialize(search, { f: writeFilters([...filters, filter]) })}`;
  if (rows.length === 0) return <p className="px-4 py-6 text-muted">Nobody was here in this range.</p>;
  return (
    <Table label={`${field}, rate to ${aim}`}>
      <thead>
        <tr>
          <Th>{field}</Th>
          <Th numeric className="capitalize">
            {unit}
          </Th>
          <Th numeric>Rate to {aim}</Th>
          <Th className="min-w-32">95 % interval</Th>
          {comparesPrevious ? <Th>Against the previous period</Th> : null}
          {hasValue ? <Th numeric>Net revenue</Th> : null}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.label} className={row.filter ? "relative hover:bg-hover/60" : undefined}>
            <Td className="max-w-72 truncate font-medium">
              <RowName row={row} href={hrefOf(row)} />
            </Td>
            <Td numeric>
              <ExplainedText note={row.unitsNote}>{row.units}</ExplainedText>
            </Td>
            <Td numeric>
              <ExplainedText note={row.rate.note}>{row.rate.text}</ExplainedText>
            </Td>
            <Td className="align-middle">{row.rate.known ? <IntervalMark {...row.rate} /> : null}</Td>
            {comparesPrevious ? (
              <Td className="whitespace-nowrap">{row.change ? <ChangeText change={row.change} /> : null}</Td>
            ) : null}
            {hasValue ? (
              <Td numeric className="whitespace-nowrap">
                <ExplainedText note={row.revenueNote}>{row.revenue}</ExplainedText>
              </Td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </Table>
  );
};

const RowName = ({ row, href }: { row: SourceRow; href: string | null }) =>
  href === null ? (
    <ExplainedText note={row.whyNot}>{row.label}</ExplainedText>
  ) : (
    <Link
      href={href}
      prefetch={false}
      scroll={false}
      title={`Show only ${row.label}`}
      className="underline decoration-line underline-offset-4 after:absolute after:inset-0 hover:decoration-current"
    >
      {row.label}
    </Link>
  );
