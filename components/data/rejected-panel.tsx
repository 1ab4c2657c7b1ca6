import { formatCount } from "@/components/charts/format";
import { cn } from "@/components/ui/cn";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { Table, Td, Th } from "@/components/ui/table";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import { type Span, spanShort, spanWords } from "./data-params";
import { PayloadView } from "./payload-view";
import type { Example, RejectedRow } from "./prepare-reasons";
import { reasonId } from "./reason-id";
import { RepairDialog } from "./repair-dialog";

const ExampleView = ({ example }: { example: Example }) => (
  <details>
    <summary className="w-fit text-muted underline-offset-2 hover:underline">
      Newest example: {example.eventName ?? "no name"}, {example.receivedAt}
    </summary>
    <div className="mt-2 grid gap-2">
      <p>
        {example.path ? <code className="font-mono text-xs">{example.path}</code> : null}
        {example.path ? ": " : null}
        {example.message}
      </p>
      <PayloadView label="The event as it was sent" lines={example.lines} />
    </div>
  </details>
);

type Props = { slugs: ProjectSlugs; until: string; mayRepair: boolean };

const Rows = ({ row, slugs, until, mayRepair }: Props & { row: RejectedRow }) => {
  const { code, title, meaning, count, waiting, lastSeen, example, suggestion } = row;
  const joined = example ? "border-b-0" : undefined;
  return (
    <>
      <tr id={reasonId(code)} className="scroll-mt-20 target:bg-hover">
        <Td className={example ? "border-b-0 pb-1" : undefined}>
          <span className="font-medium">{title}</span>
          <span className="block text-muted">{meaning}</span>
          {suggestion?.repair === null ? (
            <span className="block text-muted max-sm:hidden">{suggestion.words}</span>
          ) : null}
        </Td>
        <Td numeric className={cn("max-sm:hidden", joined)}>
          {formatCount(count)}
        </Td>
        <Td numeric className={joined}>
          {formatCount(waiting)}
        </Td>
        <Td className={cn("whitespace-nowrap text-muted max-lg:hidden", joined)}>{lastSeen}</Td>
        <Td className={cn("text-right", joined)}>
          {mayRepair && suggestion?.repair ? (
            <RepairDialog
              slugs={slugs}
              code={code}
              title={title}
              waiting={waiting}
              until={until}
              words={suggestion.words}
              start={suggestion.repair}
            />
          ) : null}
        </Td>
      </tr>
      {example ? (
        <tr>
          <Td colSpan={5} className="pt-0">
            <ExampleView example={example} />
          </Td>
        </tr>
      ) : null}
    </>
  );
};

/** Why events could not be stored, what they looked like, and how to send them again. */
export const RejectedPanel = ({
  rows,
  span,
  ...more
}: Props & { rows: readonly RejectedRow[]; span: Span }) => (
  <Panel aria-label="Rejected events">
    <PanelHeader
      title="Rejected events"
      subtitle="They are kept for thirty days, so that they can be repaired and sent again as if they had been right."
    />
    {rows.length === 0 ? (
      <p className="border-t px-4 py-6 text-center text-muted text-sm">
        Nothing was rejected in {spanWords[span]}, and nothing waits to be repaired.
      </p>
    ) : (
      <div className="border-t">
        <Table label="Reasons for rejecting events">
          <thead>
            <tr>
              <Th>Reason</Th>
              <Th numeric className="max-sm:hidden">
                {spanShort[span]}
              </Th>
              <Th numeric>Waiting</Th>
              <Th className="max-lg:hidden">Last seen</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Rows key={row.code} row={row} {...more} />
            ))}
          </tbody>
        </Table>
      </div>
    )}
    {more.mayRepair || rows.length === 0 ? null : (
      <p className="border-t px-4 py-2.5 text-subtle text-xs">
        Repairing needs the role admin. Ask an owner or admin of your organisation.
      </p>
    )}
  </Panel>
);
