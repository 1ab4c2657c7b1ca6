"use client";

import Link from "next/link";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { HatchPattern } from "@/components/charts/hatch-pattern";
import { cn } from "@/components/ui/cn";
import { ConfluenceMarks } from "./confluence-marks";
import type { Confluence, Stream } from "./prepare-confluence";

/** Streams that join a river. Arrow keys walk along the streams; what is pointed at is spelled out below. */
export const ConfluenceChart = ({
  confluence,
  funnelHrefs,
}: {
  confluence: Confluence;
  /** The funnel from each stream to the river, in their order. */
  funnelHrefs: readonly string[];
}) => {
  const { streams, shape, river, best } = confluence;
  const [active, setActive] = useState<number | null>(null);
  const id = useId();
  const list = useRef<HTMLElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = ((active ?? (step === 1 ? -1 : 0)) + step + streams.length) % streams.length;
    list.current?.querySelector<HTMLElement>(`[data-stream="${next}"]`)?.focus();
  };
  const label = (stream: Stream, i: number) => (
    <StreamLabel
      key={stream.key}
      stream={stream}
      index={i}
      href={funnelHrefs[i] ?? ""}
      at={shape.streams[i]?.at ?? 0}
      room={2 / (streams.length + 1)}
      side={shape.streams[i]?.side ?? "top"}
      reachable={i === (active ?? 0)}
      dimmed={active !== null && active !== i}
      onActive={setActive}
    />
  );
  const onSide = (side: "top" | "bottom") =>
    streams.map((stream, i) => (shape.streams[i]?.side === side ? label(stream, i) : null));
  const shown = streams[active ?? best];

  return (
    <section
      ref={list}
      aria-label="Streams"
      onKeyDown={onKeyDown}
      onPointerLeave={() => setActive(null)}
      onBlur={() => setActive(null)}
      className="px-4 pb-4"
    >
      <div className="grid grid-cols-[1fr_auto] items-center gap-x-3">
        <div className="relative flex h-18">{onSide("top")}</div>
        <span />
        <svg aria-hidden viewBox="0 0 1000 264" className="block h-auto w-full">
          <defs>
            <HatchPattern id={`${id}hatch`} />
          </defs>
          <ConfluenceMarks
            shape={shape}
            hatchId={`${id}hatch`}
            fadeId={`${id}fade`}
            active={active}
            onActive={setActive}
          />
        </svg>
        <div className="max-w-40 text-sm">
          <p className="font-medium text-macro-ink">{river.name}</p>
          <p className="tabular-nums">{river.count}</p>
          {river.value ? <p className="text-muted tabular-nums">{river.value}</p> : null}
        </div>
        <div className="relative flex h-18">{onSide("bottom")}</div>
      </div>
      <div className="mt-3 min-h-36 rounded-sm bg-sunken px-3.5 py-2.5 text-sm" aria-live="polite">
        {shown ? (
          <>
            <dl className="grid grid-cols-4 gap-x-6 gap-y-1.5">
              <div>
                <dt className="sr-only">Small step</dt>
                <dd className="truncate font-medium text-micro-ink">{shown.name}</dd>
                <dd className="text-muted tabular-nums">{shown.reach}</dd>
              </div>
              {shown.details.map((detail, i) => (
                <div key={detail.label} className={i === 0 ? "col-span-2" : undefined}>
                  <dt className="truncate text-subtle text-xs">{detail.label}</dt>
                  <dd className="tabular-nums">{detail.value}</dd>
                </div>
              ))}
            </dl>
            <p className="mt-1.5 text-muted">
              {shown.verdict}
              {active === null
                ? " Point at another stream, or walk along them with the arrow keys; each opens as a funnel."
                : ""}
            </p>
          </>
        ) : null}
      </div>
    </section>
  );
};

const StreamLabel = ({
  stream,
  index,
  href,
  at,
  room,
  side,
  reachable,
  dimmed,
  onActive,
}: {
  stream: Stream;
  index: number;
  href: string;
  at: number;
  /** Share of the width that no neighbour on its side needs. */
  room: number;
  side: "top" | "bottom";
  reachable: boolean;
  dimmed: boolean;
  onActive: (index: number) => void;
}) => (
  <Link
    href={href}
    prefetch={false}
    data-stream={index}
    tabIndex={reachable ? 0 : -1}
    aria-label={stream.sentence}
    onFocus={() => onActive(index)}
    onPointerEnter={() => onActive(index)}
    style={{ left: `${at * 100}%`, width: `${room * 93}%` }}
    className={cn(
      "absolute flex -translate-x-1/2 flex-col rounded-sm text-center text-sm leading-tight transition-opacity",
      side === "top" ? "bottom-1" : "top-1",
      dimmed && "opacity-50",
    )}
  >
    <span className="truncate font-medium">{stream.name}</span>
    <span className="truncate text-muted text-xs tabular-nums">{stream.reach}</span>
    <span className="truncate text-xs tabular-nums">
      <span className="font-medium text-micro-ink">{stream.rate}</span>
      {stream.median === null ? null : <span className="text-muted"> · {stream.median}</span>}
    </span>
    {stream.earned === null ? null : (
      <span className="truncate text-muted text-xs tabular-nums">{stream.earned}</span>
    )}
  </Link>
);
