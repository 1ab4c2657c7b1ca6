import Link from "next/link";
import { cn } from "@/components/ui/cn";
import { type Tab, tabs } from "./journeys-view";

/** The parts of the page, each at an address of its own. */
export const JourneysTabs = ({ current, hrefOf }: { current: Tab; hrefOf: (tab: Tab) => string }) => (
  <nav aria-label="Journeys" className="flex gap-5 overflow-x-auto border-b">
    {(Object.keys(tabs) as Tab[]).map((tab) => (
      <Link
        key={tab}
        href={hrefOf(tab)}
        aria-current={tab === current ? "true" : undefined}
        className={cn(
          "-mb-px inline-flex h-10 items-center border-transparent border-b-2 text-muted -outline-offset-2 transition-colors hover:text-ink",
          "aria-[current]:border-ink aria-[current]:font-medium aria-[current]:text-ink",
        )}
      >
        {tabs[tab]}
      </Link>
    ))}
  </nav>
);
