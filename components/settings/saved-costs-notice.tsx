import { Notice } from "@/components/ui/notice";
import type { SavedCosts } from "@/lib/ad-costs/definition";

const mostShown = 10;

const lines = (count: number): string => (count === 1 ? "1 line" : `${count.toLocaleString("en")} lines`);

/** What became of a file of costs, with the lines that hold none. */
export const SavedCostsNotice = ({ saved }: { saved: SavedCosts }) => {
  const { created, replaced, unchanged, added, rejected } = saved;
  const counts = [
    [created, "new"],
    [replaced, "replaced"],
    [unchanged, "unchanged"],
  ] as const;
  const said = counts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count.toLocaleString("en")} ${word}`);
  const more = rejected.length - mostShown;
  return (
    <>
      <Notice>
        {said.length > 0 ? `Costs: ${said.join(", ")}.` : "No costs were found in this file."}
        {added > 0 ? ` ${lines(added)} went into others of the same day and campaign.` : null}
      </Notice>
      {rejected.length > 0 ? (
        <Notice tone="bad">
          <p>{lines(rejected.length)} could not be read; the others were kept.</p>
          <ul className="mt-1 grid gap-0.5">
            {rejected.slice(0, mostShown).map(({ line, message }) => (
              <li key={line}>
                Line {line}: {message}
              </li>
            ))}
            {more > 0 ? <li>… and {more.toLocaleString("en")} more.</li> : null}
          </ul>
        </Notice>
      ) : null}
    </>
  );
};
