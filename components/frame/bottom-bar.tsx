import { NavLink } from "./nav-link";
import { navigation } from "./navigation";
import { PagesSheet } from "./pages-sheet";

const pagesInReach = 4;

/** On phones: the first pages under the thumb, all of them behind the last button. */
export const BottomBar = ({ base }: { base: string }) => (
  <nav
    aria-label="Pages"
    className="fixed inset-x-0 bottom-0 z-30 grid auto-cols-fr grid-flow-col border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
  >
    {navigation
      .flatMap((group) => group.pages)
      .slice(0, pagesInReach)
      .map(({ segment, label, short = label, icon: Icon }) => (
        <NavLink
          key={segment}
          href={`${base}/${segment}`}
          className="flex h-14 flex-col items-center justify-center gap-0.5 text-muted text-xs -outline-offset-2 aria-[current=page]:font-medium aria-[current=page]:text-ink"
        >
          <Icon aria-hidden className="size-5" />
          {short}
        </NavLink>
      ))}
    <PagesSheet base={base} />
  </nav>
);
