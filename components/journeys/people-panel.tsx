"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { PeopleList } from "@/components/people/people-list";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Panel, PanelHeader } from "@/components/ui/panel";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { VisitorsQuestion } from "@/lib/reports/visitors/definition";
import { journeyAddress } from "./journey-address";

/** Who was here: a list of visitors, and a way to one whose id is known. */
export const PeoplePanel = ({
  of,
  about,
  slugs,
  timezone,
}: {
  of: VisitorsQuestion["of"];
  about: string;
  slugs: ProjectSlugs;
  timezone: string;
}) => (
  <Panel aria-label="Who was here?">
    <PanelHeader
      title="Who was here?"
      subtitle={`Visitors, latest activity first. ${about}`}
      actions={<FindVisitor slugs={slugs} />}
    />
    <div className="border-t">
      <PeopleList of={of} slugs={slugs} timezone={timezone} />
    </div>
  </Panel>
);

/** Opens the timeline of the visitor with this id. */
export const FindVisitor = ({ slugs }: { slugs: ProjectSlugs }) => {
  const router = useRouter();
  const open = (form: FormData) => {
    const id = String(form.get("id") ?? "").trim();
    if (id !== "") router.push(journeyAddress(slugs, id));
  };
  return (
    <form action={open} className="flex items-center gap-1.5">
      <Input
        name="id"
        aria-label="Find a visitor by id"
        placeholder="User or anonymous id"
        autoComplete="off"
        spellCheck={false}
        maxLength={1024}
        required
        className="w-52"
      />
      <Button type="submit" size="icon" aria-label="Find" title="Find">
        <Search aria-hidden />
      </Button>
    </form>
  );
};
