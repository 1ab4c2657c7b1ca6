import { TierDot } from "@/components/goals/tier-dot";
import { Panel } from "@/components/ui/panel";
import type { VisitorPicture } from "./prepare-timeline";

/** Who it is: what is known beside the events. */
export const VisitorPanel = ({ visitor: { facts, goals, traits, ids } }: { visitor: VisitorPicture }) => (
  <Panel aria-label="About the visitor" className="divide-y">
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 px-4 py-3.5 sm:grid-cols-4 xl:grid-cols-8">
      {facts.map(({ label, value }) => (
        <div key={label} className="min-w-0">
          <dt className="text-subtle text-xs">{label}</dt>
          <dd className="break-words font-medium text-sm tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
    {goals.length > 0 ? (
      <div className="px-4 py-3">
        <h2 className="text-subtle text-xs">Goals reached</h2>
        <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-1 text-sm">
          {goals.map(({ key, name, tier, text }) => (
            <li key={key} className="inline-flex items-center gap-1.5">
              <TierDot tier={tier} />
              <span className="sr-only">{tier} goal</span>
              <span>{name}</span>
              <span className="text-muted tabular-nums">{text}</span>
            </li>
          ))}
        </ul>
      </div>
    ) : null}
    {traits.length > 0 || ids !== "" ? (
      <dl className="flex flex-wrap gap-x-6 gap-y-1.5 px-4 py-3 text-sm">
        {traits.map(({ name, value }) => (
          <div key={name} className="flex min-w-0 gap-1.5">
            <dt className="text-muted">{name}</dt>
            <dd className="break-all font-medium">{value}</dd>
          </div>
        ))}
        {ids === "" ? null : (
          <div className="flex min-w-0 gap-1.5">
            <dt className="shrink-0 text-muted">Also known as</dt>
            <dd className="break-all font-mono text-xs leading-5">{ids}</dd>
          </div>
        )}
      </dl>
    ) : null}
  </Panel>
);
