import { formatCount, formatDuration } from "@/components/charts/format";
import { moneyText } from "@/components/charts/table-cells";
import { countryName } from "@/components/people/prepare-people";
import type { Goal, Tier } from "@/lib/goals/definition";
import type { JourneyAnswer, JourneyEvent, JourneyVisitor } from "@/lib/reports/journey/definition";

export type TimelineEvent = {
  id: string;
  time: string;
  at: string;
  name: string;
  page: string | null;
  /** The goals it reached, with what each was worth. */
  goals: { key: string; name: string; tier: Tier; worth: string | null }[];
  /** "Passive", "Bot". */
  marks: string[];
  automatic: boolean;
  properties: { name: string; value: string }[];
};

export type TimelineSession = {
  /** "Session 3", or "Outside any session". */
  title: string;
  date: string;
  start: string;
  duration: string | null;
  /** "Paid Search · spring · mobile · Germany": what is known. */
  from: string;
  landing: string | null;
  events: TimelineEvent[];
  /** How many of them the tracker sent by itself. */
  automatic: number;
  more: string | null;
};

export type VisitorPicture = {
  id: string;
  facts: { label: string; value: string }[];
  goals: { key: string; name: string; tier: Tier; text: string }[];
  traits: { name: string; value: string }[];
  ids: string;
};

type Names = Pick<Goal, "key" | "name" | "tier">;

/** A list or an object may be as long as a page of a book. */
const longestText = 1_000;

const valueText = (value: unknown): string => {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (text.length <= longestText) return text;
  return `${text.slice(0, longestText).toWellFormed()}… (${formatCount(text.length)} characters)`;
};

const pairsOf = (record: Record<string, unknown>) =>
  Object.entries(record).map(([name, value]) => ({ name, value: valueText(value) }));

const formats = (timeZone: string) => {
  const of = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
    return (at: string): string => format.format(new Date(at));
  };
  return {
    date: of({ weekday: "short", day: "numeric", month: "short", year: "numeric" }),
    moment: of({ day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" }),
    time: of({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  };
};

/** Who it is, in words. */
export const prepareVisitor = (visitor: JourneyVisitor, timezone: string): VisitorPicture => {
  const { moment } = formats(timezone);
  const { firstSeen, lastSeen, sessions, events, value, country, device, channel } = visitor;
  const facts = [
    { label: "First seen", value: firstSeen && moment(firstSeen) },
    { label: "Last seen", value: lastSeen && moment(lastSeen) },
    { label: "Sessions", value: formatCount(sessions) },
    { label: "Events", value: formatCount(events) },
    { label: "Value", value: value.length > 0 ? moneyText(value) : null },
    { label: "First came by", value: channel },
    { label: "Last device", value: device },
    { label: "Last country", value: country && countryName(country) },
  ];
  const others = visitor.ids.slice(1).map(({ kind, id }) => `${kind} ${id}`);
  const unlisted = visitor.moreIds > 0 ? [`${formatCount(visitor.moreIds)} more`] : [];
  return {
    id: visitor.id,
    facts: facts.flatMap(({ label, value: text }) => (text ? [{ label, value: text }] : [])),
    goals: visitor.goals.map(({ key, name, tier, conversions, value: worth }) => ({
      key,
      name,
      tier,
      text: [`${formatCount(conversions)}×`, ...(worth.length > 0 ? [moneyText(worth)] : [])].join(" · "),
    })),
    traits: pairsOf(visitor.traits),
    ids: [...others, ...unlisted].join(", "),
  };
};

const pageOf = ({ host, path, title }: JourneyEvent): string | null =>
  path === null ? title : `${host ?? ""}${path}`;

/** A page of sessions, the newest first, times in the project's timezone. */
export const prepareTimeline = (
  sessions: JourneyAnswer["sessions"],
  goals: readonly Names[],
  timezone: string,
): TimelineSession[] => {
  const { date, time } = formats(timezone);
  const reached = ({ goals: keys, values }: JourneyEvent): TimelineEvent["goals"] =>
    keys.flatMap((key) => {
      const goal = goals.find((one) => one.key === key);
      const worth = values.filter((value) => value.goal === key);
      return goal ? [{ ...goal, worth: worth.length > 0 ? moneyText(worth) : null }] : [];
    });
  return sessions.map((session): TimelineSession => {
    const { start, end, channel, source, campaign, device, country, landing, more } = session;
    const seconds = (Date.parse(end) - Date.parse(start)) / 1000;
    const known = [channel, source, campaign, device, country === null ? null : countryName(country)];
    return {
      title: session.session === null ? "Outside any session" : `Session ${formatCount(session.session)}`,
      date: date(start),
      start: time(start),
      duration: session.session === null ? null : formatDuration(seconds),
      from: [...new Set(known.filter((text) => text !== null))].join(" · "),
      landing,
      events: session.events.map((event, place) => ({
        id: `${place} ${event.at}`,
        at: event.at,
        time: time(event.at),
        name: event.name,
        page: pageOf(event),
        goals: reached(event),
        marks: [...(event.passive ? ["Passive"] : []), ...(event.bot ? ["Bot"] : [])],
        automatic: event.automatic && event.goals.length === 0,
        properties: pairsOf(event.properties),
      })),
      automatic: session.events.filter((event) => event.automatic && event.goals.length === 0).length,
      more: more > 0 ? `${formatCount(more)} more events in this session are not listed.` : null,
    };
  });
};
