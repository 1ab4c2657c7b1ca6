import type { Aim } from "./aim";
import type { InsightsAnswer, InsightTopic } from "./definition";
import { arrivedNames } from "./visit-count";

type Arrived = (typeof arrivedNames)[number];

/** What has to arrive for a topic, and what to do when it does not. */
const needed: Record<InsightTopic, { arrived: Arrived; reason: string }> = {
  speed: {
    arrived: "measured",
    reason: "No Web Vitals arrive. The tracker sends them unless data-vitals is off.",
  },
  clarity: {
    arrived: "problems",
    reason:
      "No Rage Clicked, Dead Clicked or form events arrive. The tracker sends them unless data-clicks or data-forms is off.",
  },
  callsToAction: {
    arrived: "clicked",
    reason: "No Element Clicked arrives. The tracker sends it unless data-clicks is off.",
  },
  checkout: { arrived: "atStep", reason: "No visit of the range got to a step of the cart." },
  payment: {
    arrived: "paying",
    reason: "No Payment Info Entered with a payment_method arrives. Send it when people choose how to pay.",
  },
  trust: {
    arrived: "trusting",
    reason: "No page about shipping, returns, privacy, contact or the like was viewed before the macro.",
  },
};

const noSteps = "No micro goal has the stage cart. Make goals of the steps to the aim.";
const tooFew = "Too little so far: a question needs 30 visits on both sides.";

/** Why topics were not asked about. `asked` are those of which at least one question was. */
export const notAskedOf = (
  topics: readonly InsightTopic[],
  aim: Aim | undefined,
  { arrived, asked }: { arrived: readonly number[]; asked: ReadonlySet<InsightTopic> },
): InsightsAnswer["notAsked"] =>
  topics.flatMap((topic) => {
    if (asked.has(topic)) return [];
    if (!aim) return [{ topic, reason: "There is no macro goal to ask about. Say what the aim is." }];
    if ((topic === "checkout" || topic === "trust") && aim.steps.length === 0)
      return [{ topic, reason: noSteps }];
    const { arrived: name, reason } = needed[topic];
    return [{ topic, reason: (arrived[arrivedNames.indexOf(name)] ?? 0) === 0 ? reason : tooFew }];
  });
