import type { RepairPreview } from "@/lib/data-health/definition";
import { PayloadView } from "./payload-view";

const markedLines = (text: string, other: string) => {
  const known = new Set(other.split("\n").map((line) => line.replace(/,$/, "")));
  return text.split("\n").map((line) => ({ text: line, changed: !known.has(line.replace(/,$/, "")) }));
};

/** One event before and after the repair, side by side where there is room. */
export const RepairExample = ({ example }: { example: NonNullable<RepairPreview["example"]> }) => (
  <div className="grid gap-3 md:grid-cols-2">
    {(
      [
        ["As it was sent", example.before, example.after, "removed"],
        ["As it would be sent", example.after, example.before, "added"],
      ] as const
    ).map(([label, text, other, mark]) => (
      <div key={label} className="grid min-w-0 content-start gap-1">
        <p className="text-muted text-sm">{label}</p>
        {text === "" ? (
          <p className="text-sm text-subtle">Nothing: this is no event.</p>
        ) : (
          <PayloadView
            label={label}
            lines={markedLines(text, other).map((line) => ({
              text: line.text,
              depth: 0,
              mark: line.changed && other !== "" ? mark : null,
            }))}
          />
        )}
      </div>
    ))}
  </div>
);
