import type { Aim } from "./aim";
import type { Finding, InsightKind, Place } from "./definition";
import type { Judged } from "./judge";
import { type ClickEvent, clicks, type Exposure, metrics } from "./question-list";

const percent = (rate: number | null): string =>
  new Intl.NumberFormat("en", { style: "percent", maximumSignificantDigits: 2 }).format(rate ?? 0);
const count = new Intl.NumberFormat("en");

const metricOf = (name: string) => metrics.find((metric) => metric.name === name) ?? metrics[0];

const stepName = ({ steps, macro }: Aim, step: number): string => (steps[step] ?? macro).name;

const valueInWords = ({ by, value }: Extract<Exposure, { kind: "value" }>): string =>
  by === "session.isFirst" ? "the first visit" : by === "country" ? `country ${value}` : value;

const clickWords: Record<ClickEvent, { title: string; did: string }> = {
  "Element Clicked": { title: "Clicks on", did: "clicked" },
  "Rage Clicked": { title: "Rage clicks on", did: "clicked again and again on" },
  "Dead Clicked": { title: "Clicks without effect on", did: "clicked without effect on" },
};

/** What a comparison is called, who is exposed, and who the others are. */
const sides = (exposure: Exposure, aim: Aim): { title: string; exposed: string; others: string } => {
  switch (exposure.kind) {
    case "slow": {
      const { label, limit } = metricOf(exposure.metric);
      const first = exposure.pages === null ? "first page measured" : `first page of ${exposure.pages}`;
      const on = exposure.device === undefined ? "" : ` on ${exposure.device}`;
      const where = exposure.pages === null ? on : ` at ${exposure.pages}`;
      const name = exposure.metric === "cls" ? "Shifting pages" : "Slow pages";
      return {
        title: `${name}${where}: ${label} over ${limit}`,
        exposed: `visits${on} whose ${first} had ${label === "CLS" ? "a" : "an"} ${label} over ${limit}`,
        others: `those${on} whose ${first} was better`,
      };
    }
    case "click": {
      const { title, did } = clickWords[exposure.event];
      const what = `“${exposure.element}”`;
      return {
        title: `${title} ${what} at ${exposure.page}`,
        exposed: `visits that ${did} ${what} when they first saw ${exposure.page}`,
        others: "those that saw the page and did not",
      };
    }
    case "form": {
      const at = exposure.field === null ? "" : ` at ${exposure.field}`;
      return {
        title: `The form ${exposure.form} is left${at}`,
        exposed: `visits that began the form ${exposure.form} and left it${at}`,
        others: exposure.field === null ? "those that sent it" : "all others that began it",
      };
    }
    case "value": {
      const step = stepName(aim, exposure.step);
      const value = valueInWords(exposure);
      return {
        title: `${value.charAt(0).toUpperCase()}${value.slice(1)} after ${step}`,
        exposed:
          exposure.by === "session.isFirst"
            ? `first visits that got to ${step}`
            : `visits with ${value} that got to ${step}`,
        others: "all others that got there",
      };
    }
    case "method":
      return {
        title: `Paying by ${exposure.method}`,
        exposed: `visits that chose to pay by ${exposure.method}`,
        others: "those that chose another way",
      };
    case "trust": {
      const step = stepName(aim, exposure.step);
      const pages =
        exposure.page === null
          ? "a page about shipping, returns or the like"
          : `a page about ${exposure.page}`;
      return {
        title: `${exposure.page === null ? "Pages that reassure" : `Pages about ${exposure.page}`}, seen before ${step}`,
        exposed: `visits that had seen ${pages} before ${step}`,
        others: "those that got there without",
      };
    }
  }
};

/** What both sides may reach: the step after, or the macro. */
const outcomeOf = (exposure: Exposure, aim: Aim): string =>
  exposure.kind === "value" ? stepName(aim, exposure.step + 1) : aim.macro.name;

export const kindOf = (exposure: Exposure): InsightKind => {
  switch (exposure.kind) {
    case "slow":
      if (exposure.device !== undefined) return "slowPageOnDevice";
      return exposure.pages === null ? "slowPage" : "slowPageGroup";
    case "click":
      return clicks.find(({ event }) => event === exposure.event)?.kind ?? "elementClicked";
    case "form":
      return exposure.field === null ? "formLeft" : "formLeftAtField";
    case "value":
      return "stepByGroup";
    case "method":
      return "paymentMethod";
    case "trust":
      return "trustPage";
  }
};

/** The same in every answer. */
export const idOf = (exposure: Exposure): string => {
  const { kind, ...rest } = exposure;
  return [kindOf(exposure), ...Object.values(rest).filter((part) => part !== null)].join(":");
};

export const placeOf = (exposure: Exposure, aim: Aim): Place => {
  switch (exposure.kind) {
    case "slow":
      return {
        metric: exposure.metric,
        ...(exposure.pages === null ? {} : { page: exposure.pages }),
        ...(exposure.device === undefined ? {} : { by: "device", value: exposure.device }),
      };
    case "click":
      return { element: exposure.element, page: exposure.page };
    case "form":
      return { form: exposure.form, ...(exposure.field === null ? {} : { field: exposure.field }) };
    case "value":
      return { step: stepName(aim, exposure.step), by: exposure.by, value: exposure.value };
    case "method":
      return { by: "payment method", value: exposure.method };
    case "trust":
      return {
        step: stepName(aim, exposure.step),
        ...(exposure.page === null ? {} : { page: exposure.page }),
      };
  }
};

const slowTries: Record<string, string[]> = {
  lcp: [
    "Make the largest image of these pages smaller and let it load first.",
    "Look at the server's answer time and at what blocks rendering.",
  ],
  inp: ["Find the scripts that run longest after a click, and split or put them off."],
  cls: ["Give images and embeds their size, and keep late banners from pushing the content."],
};

/** What one could try, plainly. */
export const triesOf = (exposure: Exposure, isWorse: boolean, aim: Aim): string[] => {
  switch (exposure.kind) {
    case "slow":
      return slowTries[exposure.metric] ?? [];
    case "click":
      if (exposure.event === "Rage Clicked")
        return [
          `Press “${exposure.element}” yourself at ${exposure.page}, on the devices of those visits.`,
          "Show at once that a press was taken, and why when it cannot be.",
        ];
      if (exposure.event === "Dead Clicked")
        return [`Make “${exposure.element}” do what people expect, or not look as if it could be pressed.`];
      return isWorse
        ? [`See where “${exposure.element}” leads, and whether there is a way back to the purchase.`]
        : [
            `Show “${exposure.element}” to more people and test whether it is the cause.`,
            "Those who click may have wanted more from the start: only a test can tell.",
          ];
    case "form":
      return exposure.field === null
        ? ["Ask for less, keep what was typed, and say early what is missing."]
        : [`Look at ${exposure.field}: is it needed, is its message clear, does the keyboard fit?`];
    case "value":
      return [
        `Go from ${stepName(aim, exposure.step)} to ${stepName(aim, exposure.step + 1)} yourself as ${valueInWords(exposure)}.`,
        "Look at recordings or errors of those visits, and at the funnel of this step.",
      ];
    case "method":
      return [
        `Check refused and failed payments by ${exposure.method}, and what happens after them.`,
        "Offer another way when one fails.",
      ];
    case "trust":
      return isWorse
        ? ["Say what it costs and when it arrives where people decide, so that nobody has to look it up."]
        : ["Say the same in a line beside the button, where everybody sees it, and test it."];
  }
};

/** The finding in a title and one sentence. What goes together need not be the cause, and the words do not say so. */
export const inWords = (judged: Judged, aim: Aim): Pick<Finding, "title" | "message"> => {
  const { exposure, exposed, others, difference } = judged;
  const side = sides(exposure, aim);
  const more = difference.estimate < 0 ? "less" : "more";
  const outcome = outcomeOf(exposure, aim);
  const start = `${side.exposed.charAt(0).toUpperCase()}${side.exposed.slice(1)}`;
  return {
    title: side.title,
    message: `${start} go together with ${outcome} ${more} often: ${percent(exposed.rate)} of ${count.format(exposed.whole)}, against ${percent(others.rate)} of ${count.format(others.whole)} of ${side.others}.`,
  };
};
