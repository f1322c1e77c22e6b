// Whether a conversation is already with Flex: it has a task that waits, or that a Flex agent has.
// Source: twilio.com/docs/taskrouter/api/task (list, filtered by status and attributes);
// twilio.com/docs/flex/developer/conversations/interactions-api (conversationSid among the attributes)

/** From the creation of a task until the Flex agent has ended the conversation. */
const openStatuses = ["pending", "reserved", "assigned"];

/**
 * Writes the URL that lists one open task of a conversation, known by its Orchestrator or its Classic id.
 *
 * @param ids Liquid that renders them
 */
export function openTasksUrl(
  workspaceSid: string,
  ids: { conversationId: string; conversationSid: string },
): string {
  const statuses = openStatuses.map((status) => `&AssignmentStatus=${status}`).join("");
  return [
    capture("id", ids.conversationId),
    capture("sid", ids.conversationSid),
    // Twilio's ids are not changed by encoding; anything else cannot end the expression's string.
    `{% capture wanted %}conversationId == "{{id | url_encode | default: "none"}}"`,
    ` OR conversationSid == "{{sid | url_encode | default: "none"}}"{% endcapture %}`,
    `https://taskrouter.twilio.com/v1/Workspaces/${workspaceSid}/Tasks?PageSize=1${statuses}`,
    "&EvaluateTaskAttributes={{wanted | url_encode}}",
  ].join("");
}

function capture(name: string, liquid: string): string {
  return `{% capture ${name} %}${liquid}{% endcapture %}`;
}
