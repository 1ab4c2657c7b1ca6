"use client";

import { Copy, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { addSegment, removeSegment } from "@/app/[org]/[project]/segments/actions";
import { cannotSay, formatCount, formatPercent } from "@/components/charts/format";
import { Sentence } from "@/components/goals/rule-sentence";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { Table, Td, Th } from "@/components/ui/table";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { Segment } from "@/lib/segments/definition";
import type { ListedSegment, SegmentsPage } from "./read-segments-page";
import { segmentInWords } from "./segment-in-words";
import { ShareBar } from "./share-bar";

type Props = { slugs: ProjectSlugs; base: string; page: SegmentsPage; mayEdit: boolean };

/** The saved segments. One that was deleted can be brought back while its row's place is still in sight. */
export const SegmentList = ({ slugs, base, page, mayEdit }: Props) => {
  const router = useRouter();
  const [deleted, setDeleted] = useState<Segment | null>(null);
  const { segments } = page;
  const shown = segments.filter(({ segment }) => segment.key !== deleted?.key);
  return (
    <>
      {deleted ? (
        <Deleted
          segment={deleted}
          slugs={slugs}
          onBack={() => {
            setDeleted(null);
            router.refresh();
          }}
        />
      ) : null}
      {shown.length === 0 ? null : (
        <Panel>
          <Table label="Segments">
            <thead>
              <tr>
                <Th>Segment and rule</Th>
                <Th numeric className="w-28">
                  Visitors, 28 days
                </Th>
                <Th className="w-44 max-sm:hidden">Of all</Th>
                <Th className="w-52 max-lg:hidden">Used by</Th>
                {mayEdit ? (
                  <Th className="w-24 max-sm:hidden">
                    <span className="sr-only">Actions</span>
                  </Th>
                ) : null}
              </tr>
            </thead>
            <tbody>
              {shown.map((listed) => (
                <Row
                  key={listed.segment.key}
                  listed={listed}
                  slugs={slugs}
                  base={base}
                  page={page}
                  mayEdit={mayEdit}
                  onDeleted={() => {
                    setDeleted(listed.segment);
                    router.refresh();
                  }}
                />
              ))}
            </tbody>
          </Table>
        </Panel>
      )}
    </>
  );
};

const Row = ({
  listed: { segment, visitors, usedBy },
  slugs,
  base,
  page: { all, names },
  mayEdit,
  onDeleted,
}: Props & { listed: ListedSegment; onDeleted: () => void }) => {
  const share = visitors === null || !all ? null : visitors / all;
  return (
    <tr className="hover:bg-hover/50">
      <Td className="min-w-52">
        <Link
          href={`${base}/edit/${segment.key}`}
          className="rounded-xs font-medium text-base underline-offset-3 hover:underline"
        >
          {segment.name}
        </Link>
        <span className="block">
          <Sentence pieces={segmentInWords(segment.filter, names)} />
        </span>
      </Td>
      <Td numeric>{visitors === null ? cannotSay : formatCount(visitors)}</Td>
      <Td className="max-sm:hidden">
        {share === null ? (
          cannotSay
        ) : (
          <span className="flex items-center gap-2.5">
            <span className="w-12 shrink-0 text-right tabular-nums">{formatPercent(share)}</span>
            <ShareBar share={share} />
          </span>
        )}
      </Td>
      <Td className="text-muted max-lg:hidden">{usedBy.length === 0 ? "—" : usedBy.join(", ")}</Td>
      {mayEdit ? (
        <Td className="max-sm:hidden">
          <span className="-my-1 flex justify-end gap-1">
            <Button variant="ghost" size="icon" asChild>
              <Link href={`${base}/new?from=${segment.key}`} aria-label={`Duplicate ${segment.name}`}>
                <Copy aria-hidden />
              </Link>
            </Button>
            <DeleteSegment slugs={slugs} segment={segment} onDone={onDeleted}>
              <Button variant="ghost" size="icon" aria-label={`Delete ${segment.name}`}>
                <Trash2 aria-hidden />
              </Button>
            </DeleteSegment>
          </span>
        </Td>
      ) : null}
    </tr>
  );
};

const DeleteSegment = ({
  slugs,
  segment: { key, name },
  onDone,
  children,
}: {
  slugs: ProjectSlugs;
  segment: Segment;
  onDone: () => void;
  children: React.ReactNode;
}) => (
  <ConfirmDialog
    trigger={children}
    title={`Delete “${name}”?`}
    description="Links that look at it count everybody instead and say so. Events are kept, and you can bring the segment back right after."
    keep="Keep segment"
    confirm="Delete segment"
    doing="Deleting"
    run={async () => {
      const answer = await removeSegment(slugs, { key });
      return answer.ok ? null : answer.error.message;
    }}
    onDone={onDone}
  />
);

const Deleted = ({
  segment,
  slugs,
  onBack,
}: {
  segment: Segment;
  slugs: ProjectSlugs;
  onBack: () => void;
}) => {
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const undo = () =>
    startTransition(async () => {
      const answer = await addSegment(slugs, segment);
      if (answer.ok) onBack();
      else setProblem(answer.error.message);
    });
  return (
    <Notice className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-1">
      <span>{problem ?? `“${segment.name}” is deleted.`}</span>
      <Button size="sm" disabled={pending} onClick={undo}>
        Undo
      </Button>
    </Notice>
  );
};
