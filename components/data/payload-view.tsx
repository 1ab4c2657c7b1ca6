import { cn } from "@/components/ui/cn";
import type { PayloadLine } from "./prepare-payload";

const marks = {
  fault: { words: "At fault: ", sign: "▸", looks: "bg-bad-soft text-bad" },
  removed: { words: "Goes: ", sign: "−", looks: "bg-bad-soft text-bad" },
  added: { words: "Comes: ", sign: "+", looks: "bg-good-soft text-good" },
} as const;

const Line = ({ line: { text, depth, mark } }: { line: PayloadLine }) => (
  <span className={cn("flex whitespace-pre pr-3", mark && marks[mark].looks)}>
    <span className="sr-only">{mark ? marks[mark].words : ""}</span>
    <span aria-hidden className="w-6 shrink-0 select-none text-center">
      {mark ? marks[mark].sign : ""}
    </span>
    {`${"  ".repeat(depth)}${text}\n`}
  </span>
);

/** An event as JSON; what matters in it is marked, also for those who see no colours. */
export const PayloadView = ({ label, lines }: { label: string; lines: readonly PayloadLine[] }) => (
  <section
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard
    tabIndex={0}
    aria-label={label}
    className="relative max-h-80 overflow-auto rounded-md border bg-sunken"
  >
    <pre className="w-max min-w-full py-2 font-mono text-xs leading-5">
      {lines.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name of their own and never move
        <Line key={i} line={line} />
      ))}
    </pre>
  </section>
);
