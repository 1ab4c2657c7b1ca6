import { Check, ChevronsUpDown } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { Membership } from "@/lib/tenancy/organisations-store";
import { Logo } from "./logo";
import { PopoverLink } from "./popover-link";

/** Where am I, and where else may I go? */
export const ProjectSwitcher = ({
  here,
  memberships,
  className,
}: {
  here: { org: string; project: string };
  memberships: Membership[];
  className?: string;
}) => {
  const membership = memberships.find((one) => one.org.slug === here.org);
  const project = membership?.projects.find((one) => one.slug === here.project);
  return (
    <Popover>
      <PopoverTrigger
        className={cn(
          "flex h-10 w-full min-w-0 items-center gap-2.5 rounded-sm px-2 text-left transition-colors hover:bg-hover data-[state=open]:bg-hover",
          className,
        )}
      >
        <Logo className="shrink-0" />
        <span className="min-w-0 flex-1 md:max-wide:sr-only">
          <span className="sr-only">Switch project. Now: </span>
          <span className="block truncate font-medium text-sm">{project?.name ?? here.project}</span>
          <span className="block truncate text-subtle text-xs">{membership?.org.name ?? here.org}</span>
        </span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-subtle md:max-wide:hidden" />
      </PopoverTrigger>
      <PopoverContent className="w-60 p-1" aria-label="Projects">
        {memberships.map(({ org, projects }) => (
          <div key={org.slug}>
            <p className="px-2 pt-1.5 pb-1 text-subtle text-xs">{org.name}</p>
            <ul>
              {projects.map((one) => (
                <li key={one.slug}>
                  <PopoverLink href={`/${org.slug}/${one.slug}/overview`}>
                    <span className="min-w-0 flex-1 truncate">{one.name}</span>
                    {one === project ? (
                      <>
                        <Check aria-hidden />
                        <span className="sr-only">open now</span>
                      </>
                    ) : null}
                  </PopoverLink>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </PopoverContent>
    </Popover>
  );
};
