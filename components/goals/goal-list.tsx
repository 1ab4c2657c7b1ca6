import Link from "next/link";
import { Suspense } from "react";
import { cannotSay, divisionText, formatCount, formatRate } from "@/components/charts/format";
import { prepareSparkline } from "@/components/charts/prepare-sparkline";
import { SparklineMark } from "@/components/charts/sparkline-mark";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, Td, Th } from "@/components/ui/table";
import { GoalHealthBadge } from "./goal-health";
import { countingInWords, stageWords, tierWords, valueInWords } from "./goal-in-words";
import type { KnownHealth } from "./read-goal-health";
import type { CountedGoal } from "./read-goals-page";
import { RuleSentence } from "./rule-sentence";
import { TierDot } from "./tier-dot";

/** What every row needs beside its goal; the health comes later than the list. */
type Around = { base: string; mayEdit: boolean; health: Promise<KnownHealth | null> };

const Row = ({
  counted: { goal, numbers, points, metric },
  around,
}: {
  counted: CountedGoal;
  around: Around;
}) => (
  <tr className="hover:bg-hover/50">
    <Td className="min-w-44">
      <Link
        href={`${around.base}/edit/${goal.key}`}
        className="rounded-xs font-medium text-base underline-offset-3 hover:underline"
      >
        {goal.name}
      </Link>
      <span className="block">
        <RuleSentence match={goal.match} />
      </span>
      <div className="min-h-6 text-sm">
        <Suspense fallback={<Skeleton className="mt-1 h-4 w-32" />}>
          <GoalHealthBadge goal={goal} {...around} />
        </Suspense>
      </div>
    </Td>
    <Td className="whitespace-nowrap text-muted max-lg:hidden">
      {countingInWords(goal.counting)}
      <span className="block text-subtle">{valueInWords(goal.value)}</span>
    </Td>
    <Td className="max-sm:hidden">
      <SparklineMark
        sparkline={prepareSparkline(points, metric)}
        tier={goal.tier}
        label={`${goal.name} day by day, the last 28 days`}
        className="h-7 w-24"
      />
    </Td>
    <Td numeric>{numbers ? formatCount(numbers.conversions) : cannotSay}</Td>
    <Td numeric className="max-sm:hidden">
      <span title={numbers ? divisionText(numbers.rate, "visitors") : undefined}>
        {formatRate(numbers?.rate ?? null)}
      </span>
    </Td>
    <Td numeric className="whitespace-nowrap max-md:hidden">
      {numbers?.value.map((amount) => (
        <span key={amount} className="block">
          {amount}
        </span>
      )) ?? cannotSay}
    </Td>
  </tr>
);

/** The goals of one tier, stage by stage. */
const Tier = ({
  words,
  goals,
  around,
}: {
  words: (typeof tierWords)[number];
  goals: CountedGoal[];
  around: Around;
}) => (
  <div>
    <header className="mb-2 flex flex-wrap items-baseline gap-x-2">
      <TierDot tier={words.tier} />
      <h2 className="font-medium">{words.title}</h2>
      <p className="text-muted text-sm">{words.means}</p>
    </header>
    <Panel>
      {goals.length === 0 ? (
        <p className="px-4 py-5 text-muted">No goal of this tier yet.</p>
      ) : (
        <Table label={words.title}>
          <thead>
            <tr>
              <Th>Goal and rule</Th>
              <Th className="w-52 max-lg:hidden">Counts</Th>
              <Th className="w-32 max-sm:hidden">Last 28 days</Th>
              <Th numeric className="w-28">
                Conversions
              </Th>
              <Th numeric className="w-28 max-sm:hidden">
                Of visitors
              </Th>
              <Th numeric className="w-32 max-md:hidden">
                Value
              </Th>
            </tr>
          </thead>
          {words.stages.map((stage) => {
            const here = goals.filter(({ goal }) => goal.stage === stage);
            return here.length === 0 ? null : (
              <tbody key={stage}>
                <tr>
                  <th
                    colSpan={6}
                    scope="rowgroup"
                    className="border-b bg-sunken px-4 py-1 text-left font-normal text-muted text-xs"
                  >
                    {stageWords[stage]}
                  </th>
                </tr>
                {here.map((counted) => (
                  <Row key={counted.goal.key} counted={counted} around={around} />
                ))}
              </tbody>
            );
          })}
        </Table>
      )}
    </Panel>
  </div>
);

/** All goals of the project, what pays first. */
export const GoalList = ({ goals, ...around }: { goals: CountedGoal[] } & Around) => (
  <div className="grid gap-7">
    {tierWords.map((words) => (
      <Tier
        key={words.tier}
        words={words}
        goals={goals.filter(({ goal }) => goal.tier === words.tier)}
        around={around}
      />
    ))}
  </div>
);
