"use client";

import { ChartColumn, Download, Table2 } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Panel, PanelHeader } from "@/components/ui/panel";

/**
 * What stands around every chart: the question it answers, unit and filter, the same numbers as a table (key T inside
 * the chart) and as a file.
 */
export const ChartFrame = ({
  title,
  subtitle,
  summary,
  table,
  csv,
  actions,
  footer,
  children,
}: {
  title: string;
  subtitle: ReactNode;
  /** The chart in words, for those who do not see it. */
  summary: string;
  table: ReactNode;
  csv: { href: string; fileName: string };
  actions?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}) => {
  const [asTable, setAsTable] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const typing = event.target instanceof HTMLElement && event.target.matches("input, select, textarea");
    if (event.key !== "t" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    setAsTable(!asTable);
    // What had the focus may be about to go.
    toggle.current?.focus();
  };
  return (
    <Panel aria-label={title} onKeyDown={onKeyDown}>
      <PanelHeader
        className="sm:flex-nowrap"
        title={title}
        subtitle={subtitle}
        actions={
          <div className="flex flex-wrap items-center gap-1.5 sm:flex-nowrap">
            {actions}
            <Button
              ref={toggle}
              variant="ghost"
              size="sm"
              aria-pressed={asTable}
              aria-keyshortcuts="t"
              title="Switch between chart and table (T)"
              onClick={() => setAsTable(!asTable)}
            >
              {asTable ? <ChartColumn aria-hidden /> : <Table2 aria-hidden />}
              {asTable ? "Chart" : "Table"}
            </Button>
            <Button variant="ghost" size="sm" asChild>
              <a href={csv.href} download={csv.fileName}>
                <Download aria-hidden />
                CSV
              </a>
            </Button>
          </div>
        }
      />
      <p className="sr-only">{summary}</p>
      {asTable ? <div className="border-t">{table}</div> : children}
      {footer ? <div className="border-t px-4 py-2.5 text-subtle text-xs">{footer}</div> : null}
    </Panel>
  );
};
