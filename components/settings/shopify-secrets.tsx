import { CodeBlock } from "@/components/setup/code-block";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { Table, Td, Th } from "@/components/ui/table";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { WebhookSecret } from "@/lib/tenancy/definition";
import { AddSecret } from "./add-secret";
import { RevokeSecret } from "./revoke-secret";

/** Orders straight from a shop's server: where they are sent, and with which secrets they may be signed. */
export const ShopifySecrets = ({
  slugs,
  secrets,
  address,
  timezone,
  readOnly,
}: {
  slugs: ProjectSlugs;
  secrets: WebhookSecret[];
  address: string;
  timezone: string;
  readOnly: boolean;
}) => {
  const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: timezone });
  return (
    <Panel aria-label="Shopify">
      <PanelHeader
        className="sm:flex-nowrap"
        title="Shopify"
        subtitle="Orders come from the shop's own server, also those that a browser did not report. An order that both report counts once."
        actions={readOnly ? null : <AddSecret slugs={slugs} />}
      />
      <div className="grid gap-4 px-4 pb-4">
        <ol className="ml-4.5 list-decimal text-muted text-sm">
          <li>In Shopify, open Settings, Notifications, Webhooks.</li>
          <li>
            Create webhooks for “Order payment” and “Refund create” with the address below, format JSON.
          </li>
          <li>Copy the signing secret shown on that page and add it here.</li>
        </ol>
        <CodeBlock title="Webhook address" code={address} />
      </div>
      {secrets.length > 0 ? (
        <div className="border-t">
          <Table label="Signing secrets">
            <thead>
              <tr>
                <Th>Signing secret</Th>
                <Th>Added</Th>
                <Th>
                  <span className="sr-only">Actions</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {secrets.map(({ id, ending, createdAt }) => (
                <tr key={id}>
                  <Td className="align-middle font-mono text-xs">…{ending}</Td>
                  <Td className="whitespace-nowrap align-middle text-muted">
                    {day.format(new Date(createdAt))}
                  </Td>
                  <Td className="text-right align-middle">
                    {readOnly ? null : <RevokeSecret slugs={slugs} secretId={id} ending={ending} />}
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      ) : (
        <p className="border-t px-4 py-3 text-muted text-sm">
          No secret yet: whatever Shopify sends is refused until there is one.
        </p>
      )}
    </Panel>
  );
};
