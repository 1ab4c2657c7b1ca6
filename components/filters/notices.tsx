import { Info } from "lucide-react";
import { Notice } from "@/components/ui/notice";

/** What the address or the answer could not do as asked. Said, never swallowed. */
export const Notices = ({ notices }: { notices: readonly string[] }) =>
  notices.length === 0 ? null : (
    <Notice className="mb-4 flex gap-2.5">
      <Info aria-hidden className="mt-px size-4 shrink-0 text-muted" />
      <ul className="space-y-1">
        {notices.map((notice) => (
          <li key={notice}>{notice}</li>
        ))}
      </ul>
    </Notice>
  );
