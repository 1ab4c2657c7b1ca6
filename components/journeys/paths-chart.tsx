"use client";

import { Footprints, UsersRound } from "lucide-react";
import { useId, useState } from "react";
import { PeopleDrawer } from "@/components/people/people-drawer";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { SegmentFilter } from "@/lib/matching/definition";
import type { PathBand, PathBar, PathsPicture, PathTone } from "./prepare-paths";
import { usePathsParams } from "./use-paths-params";

/** Whose paths they are, to ask for the people behind a step. */
type Whose = { from: string; to: string; segment?: SegmentFilter };

const width = 1000;
const barWidth = 7;
const stub = 16;

const barFill: Record<PathTone, string> = {
  micro: "fill-micro",
  macro: "fill-macro",
  step: "fill-muted",
  other: "fill-open",
};

const bandFill: Record<PathTone, string> = {
  micro: "fill-micro",
  macro: "fill-macro",
  step: "fill-open",
  other: "fill-open",
};

/** Ways as bands between columns of steps, in order of time. A step opens to where its visitors came from and went. */
export const PathsChart = ({
  picture,
  whose,
  slugs,
  timezone,
}: {
  picture: PathsPicture;
  whose: Whose;
  slugs: ProjectSlugs;
  timezone: string;
}) => {
  const details = useId();
  const [chosen, setChosen] = useState<string | null>(null);
  const bar = picture.bars.find(({ id }) => id === chosen) ?? null;
  const { columns, height } = picture;
  return (
    <div className="border-t">
      <section
        aria-label="Paths"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard
        tabIndex={0}
        className="overflow-x-auto px-4 pt-3 pb-4"
      >
        <div style={{ minWidth: columns.length * 148 }}>
          <ol className="grid" style={{ gridTemplateColumns: `repeat(${columns.length}, minmax(0, 1fr))` }}>
            {columns.map(({ title, ended }) => (
              <li key={title} className="pr-2 pb-2 text-xs">
                <span className="block font-medium text-muted">{title}</span>
                <span className="block text-subtle tabular-nums">{ended ?? "\u00a0"}</span>
              </li>
            ))}
          </ol>
          <div className="relative" style={{ height }}>
            <svg
              aria-hidden
              viewBox={`0 0 ${width} ${height}`}
              preserveAspectRatio="none"
              className="absolute inset-0 size-full"
            >
              {picture.bands.map((band) => (
                <path
                  key={band.id}
                  d={bandPath(band, columns.length)}
                  className={cn(bandFill[band.tone], "transition-opacity", strength(band, chosen))}
                />
              ))}
              {picture.bars.map((one) => (
                <BarMarks key={one.id} bar={one} left={(one.column * width) / columns.length} />
              ))}
            </svg>
            {picture.bars.map((one) => (
              <button
                key={one.id}
                type="button"
                data-note={one.note}
                aria-label={`${one.name}. ${one.note}`}
                aria-expanded={one.id === chosen}
                aria-controls={details}
                onClick={() => setChosen(one.id === chosen ? null : one.id)}
                className={cn(
                  "absolute min-h-9 rounded-sm py-px pr-1.5 pl-2 text-left align-top hover:bg-hover/70",
                  "aria-expanded:bg-hover",
                )}
                style={{
                  top: one.y,
                  left: `${(one.column * 100) / columns.length + (barWidth * 100) / width}%`,
                  maxWidth: `${88 / columns.length}%`,
                }}
              >
                <span
                  className={cn(
                    "block truncate text-sm",
                    one.tone === "other" ? "text-muted italic" : "font-medium",
                  )}
                >
                  {one.label}
                </span>
                <span className="block truncate text-muted text-xs tabular-nums">{one.numbers}</span>
              </button>
            ))}
          </div>
        </div>
      </section>
      <div id={details} aria-live="polite">
        {bar ? <Details key={bar.id} bar={bar} whose={whose} slugs={slugs} timezone={timezone} /> : null}
      </div>
    </div>
  );
};

const strength = ({ source, target }: PathBand, chosen: string | null): string => {
  if (chosen === null) return "opacity-25";
  return source === chosen || target === chosen ? "opacity-45" : "opacity-10";
};

const bandPath = ({ column, leftY, rightY, height }: PathBand, columns: number): string => {
  const left = (column * width) / columns + barWidth;
  const right = ((column + 1) * width) / columns;
  const middle = (left + right) / 2;
  return [
    `M${left} ${leftY}C${middle} ${leftY} ${middle} ${rightY} ${right} ${rightY}`,
    `v${height}C${middle} ${rightY + height} ${middle} ${leftY + height} ${left} ${leftY + height}Z`,
  ].join("");
};

/** The bar: who goes on along the bands, those beyond the picture, and those whose path ends, in grey. */
const BarMarks = ({ bar, left }: { bar: PathBar; left: number }) => {
  const { y, height, droppedHeight, beyondHeight, tone } = bar;
  const dropsAt = y + height - droppedHeight;
  return (
    <>
      <rect x={left} y={y} width={barWidth} height={height - droppedHeight} className={barFill[tone]} />
      {beyondHeight > 0 ? (
        <rect
          x={left + barWidth}
          y={dropsAt - beyondHeight}
          width={stub}
          height={beyondHeight}
          className={cn(bandFill[tone], "opacity-25")}
        />
      ) : null}
      {droppedHeight > 0 ? (
        <rect x={left} y={dropsAt} width={barWidth} height={droppedHeight} className="fill-dropped" />
      ) : null}
    </>
  );
};

const Details = ({
  bar,
  whose: { segment, ...range },
  slugs,
  timezone,
}: {
  bar: PathBar;
  whose: Whose;
  slugs: ProjectSlugs;
  timezone: string;
}) => {
  const [isOpen, setOpen] = useState(false);
  const { set } = usePathsParams();
  const { match } = bar;
  const did = match === null ? null : { did: match };
  return (
    <section
      aria-label={bar.label}
      className="grid animate-appear gap-x-8 gap-y-3 border-t bg-sunken/60 px-4 py-3.5 md:grid-cols-[minmax(0,1.2fr)_1fr_1fr]"
    >
      <div className="min-w-0">
        <h3 className="break-words font-medium">{bar.label}</h3>
        <p className="text-muted text-sm tabular-nums">{bar.note}.</p>
        {match && did ? (
          <div className="mt-2.5 flex flex-wrap gap-1.5">
            <Button size="sm" onClick={() => set({ start: match, end: null })}>
              <Footprints aria-hidden /> Ways on from here
            </Button>
            <Button size="sm" onClick={() => set({ start: null, end: match })}>
              Ways to here
            </Button>
            <Button size="sm" onClick={() => setOpen(true)}>
              <UsersRound aria-hidden /> Who did this
            </Button>
            <PeopleDrawer
              crowd={
                isOpen
                  ? {
                      of: { ...range, segment: segment ? { and: [segment, did] } : did },
                      title: bar.label,
                      description: "Visitors who did this in these days, on this way or another.",
                    }
                  : null
              }
              slugs={slugs}
              timezone={timezone}
              onClose={() => setOpen(false)}
            />
          </div>
        ) : null}
      </div>
      <Neighbours title="Came from" neighbours={bar.from} />
      <Neighbours title="Went on to" neighbours={bar.to} />
    </section>
  );
};

const Neighbours = ({ title, neighbours }: { title: string; neighbours: PathBar["from"] }) =>
  neighbours.length === 0 ? null : (
    <div className="min-w-0">
      <h4 className="text-subtle text-xs">{title}</h4>
      <ul className="text-sm">
        {neighbours.map(({ label, text }) => (
          <li key={label} className="flex justify-between gap-3">
            <span className="truncate">{label}</span>
            <span className="shrink-0 text-muted tabular-nums">{text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
