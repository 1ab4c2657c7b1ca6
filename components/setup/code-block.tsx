import { CopyButton } from "@/components/ui/copy-button";

/** Something to paste elsewhere. `title` says where. */
export const CodeBlock = ({ title, code }: { title: string; code: string }) => (
  <figure className="overflow-hidden rounded-md border bg-sunken">
    <figcaption className="flex items-center justify-between gap-3 border-b py-1 pr-1 pl-3 text-muted text-sm">
      {title}
      <CopyButton text={code} />
    </figcaption>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard */}
    <pre tabIndex={0} className="overflow-x-auto px-3 py-2.5 font-mono text-sm leading-5 -outline-offset-2">
      <code>{code}</code>
    </pre>
  </figure>
);
