"use client";

import { useState } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { csvLink } from "@/components/charts/csv-link";
import { DataTableView } from "@/components/charts/data-table-view";
import { HistogramBars } from "@/components/charts/histogram-bars";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import type { Times } from "./prepare-times";

const title = "How long does it take?";

/** How long does it take? The whole way, or from step to step. */
export const TimesPanel = ({
  times,
  fileWords,
}: {
  times: readonly Times[];
  fileWords: readonly string[];
}) => {
  const [key, setKey] = useState("all");
  const shown = times.find((one) => one.key === key) ?? times[0];
  if (!shown)
    return (
      <Panel aria-label={title}>
        <PanelHeader title={title} subtitle="Nobody has gone on yet, so there is no time to show." />
      </Panel>
    );
  return (
    <ChartFrame
      title={title}
      subtitle={shown.sentence}
      summary={`${shown.name}. ${shown.sentence}`}
      table={<DataTableView label={`${title} ${shown.name}`} table={shown.table} />}
      csv={csvLink(shown.table, "time", shown.name, ...fileWords)}
      footer="Each bar ends at the time under it and begins where the one before ends: the first bars are seconds wide, the last ones days."
    >
      {times.length > 1 ? (
        <div className="px-4 pb-3">
          <Select
            aria-label="Part of the way"
            value={shown.key}
            onChange={(event) => setKey(event.target.value)}
            className="max-w-96"
          >
            {times.map((one) => (
              <option key={one.key} value={one.key}>
                {one.name}
              </option>
            ))}
          </Select>
        </div>
      ) : null}
      <HistogramBars label={shown.name} bars={shown.bars} ticks={shown.ticks} tier={shown.tier} />
    </ChartFrame>
  );
};
