// The flow that sends messages straight to Flex, which every Flex account has before there is a virtual agent.

/** A definition with a trigger and one Send to Flex, as Studio exports it. */
export function flowToFlex({ workflowSid, taskChannelSid }: { workflowSid: string; taskChannelSid: string }) {
  return {
    description: "Sends every message to Flex",
    states: [
      {
        name: "Trigger",
        type: "trigger",
        transitions: [
          { event: "incomingMessage" },
          { event: "incomingCall" },
          { next: "send_to_flex", event: "incomingConversationMessage" },
          { event: "incomingRequest" },
          { event: "incomingParent" },
        ],
        properties: { offset: { x: 0, y: 0 } },
      },
      {
        name: "send_to_flex",
        type: "send-to-flex",
        transitions: [{ event: "callComplete" }, { event: "failedToEnqueue" }, { event: "callFailure" }],
        properties: {
          offset: { x: 0, y: 240 },
          workflow: workflowSid,
          channel: taskChannelSid,
          attributes: '{"from":"{{trigger.conversation.From}}"}',
        },
      },
    ],
    initial_state: "Trigger",
    flags: { allow_concurrent_calls: true },
  };
}
