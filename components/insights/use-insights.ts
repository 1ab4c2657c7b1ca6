"use client";

import { useCallback, useEffect, useState } from "react";
import { z } from "zod";
import type { InsightsAnswer } from "@/lib/reports/insights/definition";
import { readEvents } from "./read-events";

/** `done` is the share of the work that is behind, null before anything is known. */
export type Asking =
  | { state: "asking"; done: number | null }
  | { state: "answered"; answer: InsightsAnswer }
  | { state: "stopped" }
  | { state: "failed"; message: string };

const failed = "The questions could not be answered just now. Try again in a moment.";
const progress = z.object({ done: z.number() });
const problem = z.object({ error: z.object({ message: z.string() }) });

const messageOf = (data: unknown): string => {
  const { success, data: read } = problem.safeParse(data);
  return success ? read.error.message : failed;
};

/** Asks, and says how far it is. What the server answers is its own type. */
const listen = async (
  address: string,
  question: string,
  { signal, tell }: { signal: AbortSignal; tell: (asking: Asking) => void },
): Promise<void> => {
  const response = await fetch(address, {
    method: "POST",
    headers: { accept: "text/event-stream", "content-type": "application/json" },
    body: question,
    signal,
  });
  if (!response.ok || !response.body) {
    tell({ state: "failed", message: messageOf(await response.json().catch(() => null)) });
    return;
  }
  for await (const { name, data } of readEvents(response.body)) {
    if (name === "progress") tell({ state: "asking", done: progress.parse(data).done });
    if (name === "error") return tell({ state: "failed", message: messageOf(data) });
    if (name === "answer") return tell({ state: "answered", answer: data as InsightsAnswer });
  }
  tell({ state: "failed", message: failed });
};

/** The answer to a question as JSON, as it comes. Another question, leaving the page and `cancel` end the one under way. */
export const useInsights = (
  address: string,
  question: string,
): { asking: Asking; cancel: () => void; again: () => void } => {
  const [asking, setAsking] = useState<Asking>({ state: "asking", done: null });
  const [turn, setTurn] = useState<{ count: number; stopped: boolean }>({ count: 0, stopped: false });
  const { stopped } = turn;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn asks the same again
  useEffect(() => {
    if (stopped) {
      setAsking({ state: "stopped" });
      return;
    }
    const left = new AbortController();
    const tell = (next: Asking): void => {
      if (!left.signal.aborted) setAsking(next);
    };
    setAsking({ state: "asking", done: null });
    listen(address, question, { signal: left.signal, tell }).catch(() =>
      tell({ state: "failed", message: failed }),
    );
    return () => left.abort();
  }, [address, question, turn.count, stopped]);
  // Who stops one question has not stopped the next.
  useEffect(() => {
    void question;
    setTurn((before) => (before.stopped ? { count: before.count + 1, stopped: false } : before));
  }, [question]);
  return {
    asking,
    cancel: useCallback(() => setTurn(({ count }) => ({ count, stopped: true })), []),
    again: useCallback(() => setTurn(({ count }) => ({ count: count + 1, stopped: false })), []),
  };
};
