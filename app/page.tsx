import { redirect } from "next/navigation";
import { NoProject } from "@/components/frame/no-project";
import { currentUser } from "@/lib/auth/authorize";
import { membershipsOf } from "@/lib/tenancy/organisations-store";

const HomePage = async () => {
  const user = await currentUser();
  if (!user) redirect("/sign-in");
  for (const { org, projects } of await membershipsOf(user.id)) {
    const [first] = projects;
    if (first) redirect(`/${org.slug}/${first.slug}/overview`);
  }
  return <NoProject email={user.email} />;
};

export default HomePage;
