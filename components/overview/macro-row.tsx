import { ChangeText } from "@/components/charts/change-text";
import { SparklineMark } from "@/components/charts/sparkline-mark";
import { Panel } from "@/components/ui/panel";
import type { Headline } from "./prepare-headlines";

/** One wide row of figures for each macro goal. */
export const MacroRows = ({
  headlines,
  rangeText,
}: {
  headlines: readonly Headline[];
  rangeText: string;
}) => (
  <Panel aria-label="Macro goals" className="@container divide-y">
    {headlines.map((headline) => (
      <section
        key={headline.key}
        aria-label={headline.name}
        className="grid gap-x-8 gap-y-4 px-4 py-4 @xl:grid-cols-[minmax(11rem,1fr)_minmax(0,2.2fr)] @4xl:grid-cols-[minmax(13rem,1.1fr)_minmax(0,2.6fr)_minmax(9rem,1.1fr)]"
      >
        <div>
          <h2 className="flex items-center gap-2 text-muted text-sm">
            <span aria-hidden className="size-2 rounded-full bg-macro" />
            {headline.name}
          </h2>
          <p className="mt-1 font-semibold text-3xl tabular-nums tracking-tight">
            {headline.conversions}
            <span className="sr-only">{headline.conversions === "1" ? " conversion" : " conversions"}</span>
          </p>
          <p className="mt-0.5 text-subtle text-xs tabular-nums">{headline.conversionsNote}</p>
        </div>
        <dl className="grid grid-cols-2 content-start gap-x-6 gap-y-4 @lg:grid-cols-3">
          {headline.figures.map((figure, i) => (
            <div key={figure.label} className={i === 0 ? "@max-lg:col-span-2" : undefined}>
              <dt className="text-muted text-sm">{figure.label}</dt>
              <dd className="mt-1 text-xl tabular-nums">{figure.text}</dd>
              {i === 0 && headline.change ? (
                <dd>
                  <ChangeText change={headline.change} />
                </dd>
              ) : null}
              <dd className="mt-0.5 text-balance text-subtle text-xs tabular-nums">{figure.note}</dd>
            </div>
          ))}
        </dl>
        <figure className="@xl:col-span-2 @4xl:col-span-1">
          <SparklineMark
            sparkline={headline.sparkline}
            label={headline.sparklineText}
            tier="macro"
            className="h-14 w-full"
          />
          <figcaption className="mt-1 text-subtle text-xs">Conversions, {rangeText}</figcaption>
        </figure>
      </section>
    ))}
  </Panel>
);
