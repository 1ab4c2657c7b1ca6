// npm run bench -- demo: seeds the demo shop and asks what its overview asks, in process.

import { lastDays } from "@/lib/calendar/last-days";
import { fillDemo } from "@/lib/demo/ensure-demo";
import { ensureDemoProject } from "@/lib/demo/ensure-demo-project";
import { listGoals } from "@/lib/goals/store";
import { askAll } from "@/lib/reports/engine";
import { timed, words } from "./median";
import { throwAwayProject } from "./throw-away-project";

const { end } = await throwAwayProject();
try {
  const demo = await ensureDemoProject();
  if (!demo) throw new Error("There is no demo project.");
  const { scope } = demo;
  const startedAt = performance.now();
  const events = await fillDemo(scope);
  console.log(`demo: ${events} events in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);

  const days = lastDays(28, Date.now(), "Europe/Berlin");
  const range = { from: new Date(days.from).toISOString(), to: new Date(days.to).toISOString() };
  const goals = await listGoals(scope);
  const micros = goals.filter((goal) => goal.tier === "micro");
  const tiles = {
    conversions: [{ report: "conversions", question: { ...range, previous: true } }],
    timeseries: [
      {
        report: "timeseries",
        question: { ...range, metrics: goals.map((goal) => ({ goal: goal.key, count: "rate" as const })) },
      },
    ],
    ladder: micros.map((goal) => ({
      report: "funnel" as const,
      question: { ...range, steps: [{ goal: goal.key }, { goal: "purchase" }], windowMs: 30 * 86_400_000 },
    })),
    funnel: [
      {
        report: "funnel",
        question: {
          ...range,
          steps: ["product-viewed", "add-to-cart", "checkout", "purchase"].map((goal) => ({ goal })),
          windowMs: 7 * 86_400_000,
          breakdown: { by: "device" },
        },
      },
    ],
  } as const;
  const coldAt = performance.now();
  await askAll(scope, tiles.conversions);
  console.log(`first answer (reads the log): ${(performance.now() - coldAt).toFixed(0)} ms`);
  for (const [name, questions] of Object.entries(tiles))
    console.log(`${name}: ${words(await timed(15, () => askAll(scope, questions)))}`);
} finally {
  await end();
}
