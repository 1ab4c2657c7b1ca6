import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { Table, Td, Th } from "@/components/ui/table";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { ApiKey } from "@/lib/tenancy/definition";
import { RevokeKey } from "./revoke-key";
import { scopeWords } from "./scope-words";

const mayOf = (key: ApiKey): string =>
  scopeWords
    .filter(({ scope }) => key.scopes.includes(scope))
    .map(({ label }) => label)
    .join(", ");

/** The project's keys, for those who may change them. */
export const KeyTable = ({
  keys,
  slugs,
  timezone,
}: {
  keys: ApiKey[];
  slugs: ProjectSlugs;
  timezone: string;
}) => {
  const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: timezone });
  return (
    <Table label="Keys">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>Key</Th>
          <Th className="max-md:hidden">May</Th>
          <Th className="max-lg:hidden">Made</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.id}>
            <Td className="align-middle">
              <span className="font-medium">{key.name}</span>
              <span className="block text-subtle">{key.kind === "write" ? "Write key" : "Secret key"}</span>
            </Td>
            <Td className="align-middle font-mono text-xs [overflow-wrap:anywhere]">{key.shown}</Td>
            <Td className="align-middle text-muted max-md:hidden">{mayOf(key)}</Td>
            <Td className="whitespace-nowrap align-middle text-muted max-lg:hidden">
              {day.format(new Date(key.createdAt))}
            </Td>
            <Td className="whitespace-nowrap text-right align-middle">
              {key.revokedAt ? (
                <Badge>Revoked {day.format(new Date(key.revokedAt))}</Badge>
              ) : (
                <span className="inline-flex flex-wrap justify-end gap-1">
                  {key.kind === "write" ? <CopyButton text={key.shown} /> : null}
                  <RevokeKey slugs={slugs} keyId={key.id} name={key.name} />
                </span>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
};
