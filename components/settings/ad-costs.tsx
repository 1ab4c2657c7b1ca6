import { Panel, PanelHeader } from "@/components/ui/panel";
import { Table, Td, Th } from "@/components/ui/table";
import type { SourceCost } from "@/lib/ad-costs/definition";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import { formatMoney } from "@/lib/money/format-money";
import { ImportCosts } from "./import-costs";

/** How many lines the screen shows. */
export const newestCosts = 20;

/** What advertising cost: the newest days by source. */
export const AdCosts = ({
  slugs,
  costs,
  readOnly,
}: {
  slugs: ProjectSlugs;
  costs: SourceCost[];
  readOnly: boolean;
}) => (
  <Panel aria-label="Advertising costs">
    <PanelHeader
      className="sm:flex-nowrap"
      title="Advertising costs"
      subtitle="Attribution sets them against what their source and campaign brought: cost per conversion and return."
      actions={readOnly ? null : <ImportCosts slugs={slugs} />}
    />
    {costs.length > 0 ? (
      <div className="border-t">
        <Table label="Costs by day and source">
          <thead>
            <tr>
              <Th>Day</Th>
              <Th>Source</Th>
              <Th numeric>Campaigns</Th>
              <Th numeric>Cost</Th>
            </tr>
          </thead>
          <tbody>
            {costs.map(({ day, source, currency, costMinor, campaigns }) => (
              <tr key={`${day} ${source} ${currency}`}>
                <Td className="whitespace-nowrap tabular-nums">{day}</Td>
                <Td className="break-all">{source}</Td>
                <Td numeric>{campaigns.toLocaleString("en")}</Td>
                <Td numeric className="whitespace-nowrap">
                  {formatMoney(costMinor, currency)}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    ) : (
      <p className="border-t px-4 py-3 text-muted text-sm">
        No costs yet: attribution shows what sources bring, not what they cost. Export the costs by day and
        campaign from your advertising account as CSV and import the file here.
      </p>
    )}
    <p className="border-t px-4 py-3 text-sm text-subtle">
      The newest {newestCosts} are shown. Programs send costs to{" "}
      <code className="font-mono">/api/v1/costs</code>; large files are read by{" "}
      <code className="font-mono">npm run cli -- costs import FILE.csv --project ID</code>.
    </p>
  </Panel>
);
