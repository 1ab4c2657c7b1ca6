import { CopyButton } from "@/components/ui/copy-button";

const links = [
  { query: "?tributary=internal", words: "Open this once in your browser to be left out from then on:" },
  { query: "?tributary=external", words: "And this to be counted again:" },
] as const;

/** The switch for people whose address changes: it is kept in their browser. */
export const InternalLinks = ({ domain = "your-site.example" }: { domain?: string | undefined }) => (
  <div className="grid gap-2">
    <p className="font-medium text-sm">Without a fixed address</p>
    {links.map(({ query, words }) => (
      <div key={query} className="grid gap-1 text-sm">
        <p className="text-subtle">{words}</p>
        <p className="flex flex-wrap items-center gap-2">
          <code className="min-w-0 rounded-sm border bg-sunken px-2 py-1 font-mono text-xs [overflow-wrap:anywhere]">
            https://{domain}/{query}
          </code>
          <CopyButton text={`https://${domain}/${query}`} />
        </p>
      </div>
    ))}
  </div>
);
