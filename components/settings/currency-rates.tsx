import { Panel, PanelHeader } from "@/components/ui/panel";
import { Table, Td, Th } from "@/components/ui/table";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { CurrencyRate } from "@/lib/rates/definition";
import { AddRate } from "./add-rate";
import { RemoveRate } from "./remove-rate";

/** How many rates the screen shows. */
export const newestRates = 20;

/** How amounts in other currencies become the project's: the newest rates. `own` is its currency. */
export const CurrencyRates = ({
  slugs,
  rates,
  own,
  readOnly,
}: {
  slugs: ProjectSlugs;
  rates: CurrencyRate[];
  own: string;
  readOnly: boolean;
}) => (
  <Panel aria-label="Currency rates">
    <PanelHeader
      className="sm:flex-nowrap"
      title="Currency rates"
      subtitle={`Reports list each currency, and beside them what all come to in ${own} at the rate of the event's day.`}
      actions={readOnly ? null : <AddRate slugs={slugs} own={own} />}
    />
    {rates.length > 0 ? (
      <div className="border-t">
        <Table label="Rates">
          <thead>
            <tr>
              <Th>From</Th>
              <Th>Currency</Th>
              <Th numeric>One unit in {own}</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {rates.map((rate) => (
              <tr key={`${rate.currency} ${rate.day}`}>
                <Td className="whitespace-nowrap align-middle tabular-nums">{rate.day}</Td>
                <Td className="align-middle">{rate.currency}</Td>
                <Td numeric className="align-middle">
                  {rate.rate}
                </Td>
                <Td className="text-right align-middle">
                  {readOnly ? null : <RemoveRate slugs={slugs} rate={rate} />}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    ) : (
      <p className="border-t px-4 py-3 text-muted text-sm">
        No rate yet: amounts in other currencies are listed by themselves and left out of sums in {own}.
      </p>
    )}
    <p className="border-t px-4 py-3 text-sm text-subtle">
      The newest {newestRates} are shown. A whole table is read by{" "}
      <code className="font-mono">npm run cli -- rates import FILE.csv --project ID</code>.
    </p>
  </Panel>
);
