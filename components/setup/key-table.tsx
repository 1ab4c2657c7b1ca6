import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { Table, Td, Th } from "@/components/ui/table";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import { clock } from "@/lib/clock";
import type { ApiKey } from "@/lib/tenancy/definition";
import { EditOrigins } from "./edit-origins";
import { RevokeKey } from "./revoke-key";
import { RotateKey } from "./rotate-key";
import { scopeWords } from "./scope-words";

const mayOf = (key: ApiKey): string =>
  scopeWords
    .filter(({ scope }) => key.scopes.includes(scope))
    .map(({ label }) => label)
    .join(", ");

const hasEnded = ({ expiresAt }: ApiKey): boolean =>
  expiresAt !== null && Date.parse(expiresAt) <= clock.now();

type Day = (time: string) => string;

/** What became of a key that does not simply work. */
const Ending = ({ of: key, day }: { of: ApiKey; day: Day }) => {
  if (key.revokedAt) return <Badge>Revoked {day(key.revokedAt)}</Badge>;
  if (!key.expiresAt) return null;
  return (
    <Badge>
      {hasEnded(key) ? "Ended" : "Ends"} {day(key.expiresAt)}
    </Badge>
  );
};

const Actions = ({ of: key, slugs }: { of: ApiKey; slugs: ProjectSlugs }) => {
  const named = { slugs, keyId: key.id, name: key.name };
  return (
    <span className="inline-flex flex-wrap justify-end gap-1">
      {key.kind === "write" ? (
        <>
          <CopyButton text={key.shown} />
          <EditOrigins {...named} allowedOrigins={key.allowedOrigins} />
        </>
      ) : null}
      {key.expiresAt ? null : <RotateKey {...named} />}
      <RevokeKey {...named} />
    </span>
  );
};

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
  const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: timezone });
  const day: Day = (time) => format.format(new Date(time));
  return (
    <Table label="Keys">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>Key</Th>
          <Th className="max-md:hidden">May</Th>
          <Th className="max-lg:hidden">Made</Th>
          <Th className="max-lg:hidden">Last used</Th>
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
              <Ending of={key} day={day} />
            </Td>
            <Td className="align-middle font-mono text-xs [overflow-wrap:anywhere]">{key.shown}</Td>
            <Td className="align-middle text-muted [overflow-wrap:anywhere] max-md:hidden">
              {mayOf(key)}
              {key.allowedOrigins.length > 0 ? (
                <span className="block text-subtle">from {key.allowedOrigins.join(", ")}</span>
              ) : null}
            </Td>
            <Td className="whitespace-nowrap align-middle text-muted max-lg:hidden">{day(key.createdAt)}</Td>
            <Td className="whitespace-nowrap align-middle text-muted max-lg:hidden">
              {key.lastUsedAt ? day(key.lastUsedAt) : "Never"}
            </Td>
            <Td className="whitespace-nowrap text-right align-middle">
              {key.revokedAt || hasEnded(key) ? null : <Actions of={key} slugs={slugs} />}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
};
