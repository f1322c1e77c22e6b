// What the user should know before running `pulumi up`: changes to what others may use, and what would fail.

import { type OrchestratorConfiguration, oldestFlexUi, plainUrl } from "@pulumi/twilio/account";
import { handoffKeys } from "@tac-handoff/infra/config";
import { capturesAgent } from "@tac-handoff/infra/conversations";
import semver from "semver";
import { flowInUrl } from "../../account/flowInUrl.ts";
import { hostAndPath } from "../../account/hostAndPath.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { agentHost, captures, titleOf, webhookHosts } from "./agent.ts";
import { valueIn, valuesIn } from "./decision.ts";
import type { Decisions } from "./keys.ts";

export function findSurprises(found: Inventory, answers: Decisions): string[] {
  const adoptedId = valueIn(answers["adopt.orchestratorConfiguration"]);
  const adopted = found.orchestratorConfigurations.find(({ id }) => id === adoptedId);
  return [
    ...valuesIn(answers.phoneNumber).flatMap((value) =>
      findRewiring(found, { ...answers, phoneNumber: { kind: "value", value, why: "" } }),
    ),
    ...findAddressChanges(found, answers),
    ...findBridgeConflict(found, answers, adopted),
    ...(adopted ? findConfigurationChanges(adopted, answers) : []),
    ...valuesIn(answers.phoneNumber).flatMap((number) => findOtherCaptures(found, number, adopted)),
    ...findStoreProblem(found, valueIn(answers["adopt.memoryStore"])),
    ...findFlexProblems(found, answers),
  ];
}

function findRewiring(found: Inventory, { phoneNumber, channels }: Decisions): string[] {
  const row = found.phoneNumbers.find(({ phone_number }) => phone_number === valueIn(phoneNumber));
  if (!row) return [];
  const used = valueIn(channels) ?? [];
  const calls = row.trunk_sid
    ? `trunk ${row.trunk_sid}`
    : row.voice_application_sid
      ? `application ${row.voice_application_sid}`
      : agentHost(row) === undefined && (flowOf(found, row.voice_url) ?? row.voice_url);
  const messages = row.sms_application_sid
    ? `application ${row.sms_application_sid}`
    : (flowOf(found, row.sms_url) ?? row.sms_url);
  const notified = flowOf(found, row.status_callback);
  return [
    ...(used.includes("voice") && calls
      ? [`Calls to ${row.phone_number} currently go to ${calls}. ${willChange}`]
      : []),
    ...(used.includes("voice") && notified
      ? [
          `The status callback of ${row.phone_number} is ${notified}: Studio sets it when the number is connected to the flow in the Console. The stack does not change it, so that flow is still notified of the agent's calls. Clear it in the Console (Phone Numbers > the number > Call status changes), and set it again if the number goes back to that flow.`,
        ]
      : []),
    ...(used.includes("sms") && messages
      ? [
          `SMS to ${row.phone_number} also go to ${messages}, in parallel with the conversation. The stack clears that; destroy restores it.`,
        ]
      : []),
  ];
}

/** Names the flow that a URL starts. Undefined for every other URL. */
function flowOf(found: Inventory, url: string | null | undefined): string | undefined {
  const sid = flowInUrl(url);
  return sid === undefined ? undefined : `the flow ${flowName(found, sid)}`;
}

const willChange = "They will go to the agent; destroy restores this.";

function findAddressChanges(found: Inventory, answers: Decisions): string[] {
  const used = valueIn(answers.channels) ?? [];
  const own = {
    sms: used.includes("sms") ? valuesIn(answers.phoneNumber) : [],
    whatsapp: used.includes("whatsapp") ? valuesIn(answers.whatsappSender) : [],
    rcs: used.includes("rcs") ? valuesIn(answers.rcsSender) : [],
    chat: used.includes("chat") ? valuesIn(answers.chatAddress) : [],
  };
  return found.addresses.flatMap(({ type, address, auto_creation }) => {
    const isTaken = own[type as keyof typeof own]?.includes(address);
    if (!isTaken || !auto_creation?.enabled) return [];
    const starts = {
      studio: `the flow ${flowName(found, auto_creation.studio_flow_sid)}`,
      webhook: `the webhook ${auto_creation.webhook_url}`,
    }[auto_creation.type ?? ""];
    return starts ? [`Messages to ${address} (${type}) currently start ${starts}. ${willChange}`] : [];
  });
}

function flowName({ flows }: Inventory, sid: string | null | undefined): string {
  const name = flows.find((flow) => flow.sid === sid)?.friendly_name;
  return name ? `"${name}"` : String(sid);
}

/** At most one configuration can bridge a Classic service; Twilio rejects a second one with 409. */
function findBridgeConflict(
  found: Inventory,
  answers: Decisions,
  adopted: OrchestratorConfiguration | undefined,
): string[] {
  const service = valueIn(answers["adopt.classicService"]) ?? found.flex?.chat_service_instance_sid;
  const usesMessaging = (valueIn(answers.channels) ?? []).some((channel) => channel !== "voice");
  const other = found.orchestratorConfigurations.find(
    ({ id, conversationsV1Bridge }) => id !== adopted?.id && conversationsV1Bridge?.serviceId === service,
  );
  if (!usesMessaging || !service || !other) return [];
  return [
    `Classic service ${service} is bridged by Orchestrator configuration ${titleOf(other)} (${other.id}), and only one configuration can: pulumi up will fail. Adopt that one, remove its bridge, or choose another service.`,
  ];
}

/** Source: twilio_conversations_v2.json in @twilio/cli-core 9.0.0 */
const mostIntelligenceConfigurations = 5;

function listUrls(callbacks: readonly { url: string }[]): string {
  return callbacks.map(({ url }) => plainUrl(url)).join(" and ");
}

function findConfigurationChanges(adopted: OrchestratorConfiguration, answers: Decisions): string[] {
  const title = `Orchestrator configuration ${titleOf(adopted)}`;
  const used = (valueIn(answers.channels) ?? []).map((channel) => channel.toUpperCase());
  const { phoneNumber, whatsappSender, rcsSender, chatAddress } = answers;
  const addresses = [phoneNumber, whatsappSender, rcsSender, chatAddress].flatMap((answer) =>
    valuesIn(answer),
  );
  const captured = Object.entries(adopted.channelSettings ?? {})
    .filter(
      ([channel, setting]) =>
        used.includes(channel) && setting?.captureRules?.some((rule) => capturesAgent(rule, addresses)),
    )
    .map(([channel]) => channel);
  const domain = valueIn(answers.agentDomain);
  const strangers = (adopted.statusCallbacks ?? []).filter(({ url }) => url !== `https://${domain}/webhook`);
  const agents = strangers.filter(({ url }) => hostAndPath(url)?.path === "/webhook");
  const linked = adopted.intelligenceConfigurationIds ?? [];
  const nameIsRefused = adopted.displayName && !/^[A-Za-z0-9_ -]{1,32}$/.test(adopted.displayName);
  return [
    ...(captured.includes("VOICE")
      ? [
          `${title} captures calls that ConversationRelay also reports, so every call is transcribed and billed twice. The stack removes the VOICE capture rules.`,
        ]
      : []),
    ...(captured.some((channel) => channel !== "VOICE")
      ? [
          `${title} has capture rules for ${captured.filter((channel) => channel !== "VOICE").join(" and ")}. The stack removes them, because messages arrive over the bridge; destroy restores them.`,
        ]
      : []),
    ...(domain === undefined || strangers.length === 0
      ? []
      : [
          `${title} also calls ${listUrls(strangers)}, which stays beside the stack's https://${domain}/webhook.`,
        ]),
    ...(domain === undefined || agents.length === 0
      ? []
      : [
          `${listUrls(agents)} has the path of a TAC agent. If an agent listens there, two agents will reply to each customer: remove it from ${title}, or set tac-handoff:adopt.lists to replace.`,
        ]),
    ...(linked.length > 0
      ? [
          `${title} is linked to ${linked.join(" and ")}. The stack links its own Intelligence configuration (Summary) beside ${linked.length === 1 ? "it" : "them"}.`,
        ]
      : []),
    ...(linked.length >= mostIntelligenceConfigurations
      ? [
          `${title} has ${linked.length} Intelligence configurations, and Twilio allows ${mostIntelligenceConfigurations}: pulumi up will fail. Remove one, or set tac-handoff:adopt.lists to replace.`,
        ]
      : []),
    ...(adopted.description === null || adopted.description === undefined
      ? [
          `${title} has no description, and TAC cannot start while it is null. The stack's first change writes an empty one.`,
        ]
      : []),
    ...(nameIsRefused
      ? [
          `TAC cannot start with the name of ${title}: only letters, digits, blanks, _ and - are allowed. Rename it in the Console.`,
        ]
      : []),
  ];
}

function findOtherCaptures(
  found: Inventory,
  number: string,
  adopted: OrchestratorConfiguration | undefined,
): string[] {
  return found.orchestratorConfigurations
    .filter((other) => other.id !== adopted?.id && captures(other, number))
    .map((other) => {
      const called = webhookHosts(other).map((host) => ` and calls ${host}`);
      return `Orchestrator configuration ${titleOf(other)} (${other.id}) captures ${number}${called.join("")}; the stack does not change it, so conversations may be captured twice.`;
    });
}

function findStoreProblem({ memoryStores }: Inventory, id: string | undefined): string[] {
  return memoryStores
    .filter((store) => store.id === id && store.status !== "ACTIVE")
    .map(
      (store) =>
        `Memory store ${titleOf(store)} is ${store.status ?? "without a status"}, not ACTIVE: nothing is stored in it.`,
    );
}

function findFlexProblems({ flex, workflows }: Inventory, answers: Decisions): string[] {
  const name = valueIn(answers["flex.workflow"]) ?? handoffKeys.shape.flex.parse(undefined).workflow;
  const namesakes = workflows.filter(({ friendly_name }) => friendly_name === name);
  return [
    ...(flex?.ui_version && !mayBeNewEnough(flex.ui_version)
      ? [
          `Flex UI is ${flex.ui_version}; the agent's summary needs ${oldestFlexUi}. Update it in Flex's settings in the Console.`,
        ]
      : []),
    ...(namesakes.length > 1
      ? [
          `${namesakes.length} workflows are named "${name}" (${namesakes.map(({ sid }) => sid).join(", ")}): pulumi up will fail. Rename all but one in the Console (TaskRouter > Workflows).`,
        ]
      : []),
  ];
}

/** Flex accepts a version or a range such as `~2.17`; a range may include a version that is new enough. */
function mayBeNewEnough(version: string): boolean {
  const range = semver.validRange(version);
  return range === null || semver.intersects(range, `>=${oldestFlexUi}`);
}
