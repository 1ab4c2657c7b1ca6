import Bowser from "bowser";
import { isbot } from "isbot";
import { asObject, type Receipt, type Step, textOf } from "../draft";

type Agent = { device: string | null; browser: string | null; os: string | null; bot: boolean };

const known = new Map<string, Agent>();
const mostKnown = 5000;
const mostAgent = 1_000;
const mostName = 80;
const nothing: Agent = { device: null, browser: null, os: null, bot: false };

const agentOf = (userAgent: string): Agent => {
  const seen = known.get(userAgent);
  if (seen) return seen;
  const { browser, os, platform } = Bowser.parse(userAgent);
  const device = platform.type === "bot" ? null : (platform.type ?? null);
  const agent = {
    device,
    browser: textOf(browser.name, mostName),
    os: textOf(os.name, mostName),
    bot: isbot(userAgent),
  };
  if (known.size >= mostKnown) known.clear();
  known.set(userAgent, agent);
  return agent;
};

/**
 * The request's own user agent, where a browser sent it. Crawlers that run a page's scripts name themselves like
 * browsers; curl and the libraries of servers are neither a visitor's device nor a bot.
 */
const browserOf = ({ source, userAgent }: Receipt): string | null =>
  source === "write" && userAgent?.startsWith("Mozilla/") ? textOf(userAgent, mostAgent) : null;

const twoLetters = /^[a-z]{2}$/i;
const countryOf = (value: unknown): string | null =>
  typeof value === "string" && twoLetters.test(value) ? value.toUpperCase() : null;

/** What it happened on, where, and whether a machine did it. A server that holds a secret key is never a bot. */
export const readDevice: Step = (draft, receipt) => {
  const context = asObject(draft.raw.context);
  const userAgent = textOf(context?.userAgent, mostAgent) ?? browserOf(receipt);
  const agent = userAgent ? agentOf(userAgent) : nothing;
  draft.device = textOf(asObject(context?.device)?.type, 40)?.toLowerCase() ?? agent.device;
  draft.browser = textOf(asObject(context?.browser)?.name, mostName) ?? agent.browser;
  draft.os = textOf(asObject(context?.os)?.name, mostName) ?? agent.os;
  draft.language = textOf(context?.locale, 35)?.split(/[-_]/)[0]?.toLowerCase() || null;
  draft.bot = receipt.source !== "secret" && agent.bot;
  draft.country = receipt.source === "write" ? receipt.country : countryOf(context?.country);
};
