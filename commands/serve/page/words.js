// All that the page says. What it says of mail and of recalls comes from the program.

const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (number) => String(number).padStart(2, "0");

// day, hour and so on are times as a class reads them, from those that the program prints.
const day = (at) => `${days[at.getUTCDay()]} ${at.getUTCDate()} ${months[at.getUTCMonth()]}`;
const hour = (at) => `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
const seconds = (at) => (at.getUTCSeconds() ? ":" + two(at.getUTCSeconds()) : "");

// date is Mon 5 Jan 09:00, with seconds where there are some, and with the year where it is another than now's.
export function date(time, now) {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return String(time ?? "");
  const year = now && new Date(now).getUTCFullYear() === at.getUTCFullYear() ? "" : ` ${at.getUTCFullYear()}`;
  return `${day(at)}${year} ${hour(at)}${seconds(at)}`;
}

// dayOf is Mon 5 Jan 2026.
export function dayOf(time) {
  const at = new Date(time);
  return `${day(at)} ${at.getUTCFullYear()}`;
}

// clockTime is 09:00:00.
export function clockTime(time) {
  const at = new Date(time);
  return `${hour(at)}:${two(at.getUTCSeconds())}`;
}

const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;

export const words = {
  name: "recallbox",
  skip: "To the mailboxes",
  readOnly: "read only",
  disconnected: "The server does not answer. Is recallbox serve still running?",
  noAnswer: "no answer from recallbox serve: is it still running?",
  windows: "Windows",
  close: "Close",
  cancel: "Cancel",
  ok: "OK",
  proceed: "Proceed",
  screens: { stage: "Stage", play: "Play", log: "Log and commands" },
  screensLabel: "Screens",
  menu: "Keys",

  clock: {
    label: "Time in the sandbox",
    now: (time) => date(time, null),
    steps: [["1m", "+1 min"], ["10m", "+10 min"], ["1h", "+1 h"]],
    stepLabel: { "1m": "Let one minute pass", "10m": "Let ten minutes pass", "1h": "Let one hour pass" },
    next: (time, now) => `Next: ${date(time, now)}`,
    nextLabel: "Let time pass until something falls due",
    nothing: "Nothing falls due",
  },

  stage: {
    title: "Mailboxes side by side",
    add: "Show one more mailbox",
    remove: (name) => `Do not show ${name}`,
    change: "Whose mailbox stands here",
    people: "People",
    publicFolders: "Public folders",
    reader: "Who reads here",
    counts: (total, unread) => `${count(total, "message", "messages")}, ${unread} unread`,
    countsPublic: (total) => count(total, "message", "messages"),
    folderCounts: (folder) => (folder.unread ? `${folder.total}, ${folder.unread} unread` : String(folder.total)),
    emptyFolders: (names) => `Empty: ${names.join(", ")}`,
    more: (number) => `and ${number} older ones`,
    compose: "New message",
    none: "Nobody is chosen. Choose whose mailbox to show.",
    most: "Four mailboxes are shown, which is the most.",
    signs: { came: "+", went: "−", moved: "›", read: "●", unread: "○", retagged: "#" },
    changes: {
      came: "new", went: "gone", read: "now read", unread: "now unread", retagged: "new tag",
      moved: "moved", movedFrom: (folder) => `moved from ${folder}`,
    },
    states: { read: "read", unread: "unread" },
    classes: {
      note: "", recall: "recall message", notice: "notice", report: "report", response: "response",
      receipt: "receipt", bounce: "could not be delivered", journal: "journal report",
    },
    from: (name) => `from ${name}`,
    to: (names) => `To: ${names.join(", ")}`,
    readBy: (names) => (names.length ? `read by ${names.join(", ")}` : "read by nobody"),
    account: (user) => [user.client, user.running === false ? "is not running" : ""].filter(Boolean).join(", "),
  },

  preview: {
    title: "Reading pane",
    empty: "Click a message to see it here. A double click, or Enter, opens it in its own window.",
    not: (name) => `This is a preview, which is not reading: ${name}'s copy stays as it was.`,
    looked: "Only looked at: read only, so nothing was done.",
  },

  acts: {
    label: "What to do with this message",
    open: "Open",
    markRead: "Mark read",
    markUnread: "Mark unread",
    move: "Move to…",
    remove: "Delete",
    reply: "Reply",
    forward: "Forward",
    choose: "Which message? Click one first.",
  },

  message: {
    from: "From", to: "To", cc: "Cc", date: "Sent", attachments: "Attached",
    noSubject: "(no subject)",
    bytes: (number) => count(number, "byte", "bytes"),
    html: "Show as HTML",
    text: "Show as text",
    frame: "The message as HTML. It can run nothing and load nothing.",
    readNow: (name) => `${name} has opened this message, which is reading it.`,
    gone: "This copy is no longer here.",
    status: "Delivery status",
    statusOf: { zoho: "Mail Delivery Status (MDS)" },
    whose: (name) => `${name}'s copy`,
  },

  compose: {
    titles: {
      send: "New message", reply: "Reply", forward: "Forward", draft: "Send the draft",
      replace: "The new message in its place",
    },
    from: "From", to: "To", cc: "Cc", subject: "Subject", body: "Text", send: "Send",
    toHint: "Names or addresses, with commas between",
    sameRecipients: "It goes to the same recipients.",
    re: (subject) => (/^re:/i.test(subject) ? subject : `Re: ${subject}`),
  },

  recall: {
    // What a mail system calls it, where it stands, and what it asks. A system that is not here has "other".
    ways: {
      outlook: { start: "Recall This Message…", title: "Recall This Message", kind: "outlook" },
      "outlook-2007": { start: "Recall This Message…", title: "Recall This Message", kind: "outlook" },
      "exchange-online": { start: "Recall This Message…", title: "Recall This Message", kind: "outlook" },
      zoho: { start: "Recall this email", title: "Recall this email", kind: "confirm", inStatus: true },
      groupwise: { start: "Delete and retract…", title: "Delete and retract", kind: "groupwise" },
      undo: { kind: "none", why: "This mail system has no recall, only Undo for some seconds after sending." },
      other: { start: "Recall…", title: "Recall", kind: "confirm" },
    },
    takeBack: { undo: "Undo", other: "Take back from the Outbox" },
    intro: {
      outlook: "Some recipients may have read this message already. A recall is for copies that are unread.",
      confirm: "The message is taken back from its recipients, as far as the mail system can.",
      groupwise: "From whose mailboxes is it deleted?",
    },
    deleteUnread: "Delete unread copies of this message",
    replaceUnread: "Delete unread copies and replace with a new message",
    report: "Tell me if recall succeeds or fails for each recipient",
    fromRecipients: "Recipient's Mailbox",
    fromAll: "All Mailboxes",
    comment: "Comment to the recipients",
    what: "What would happen?",
    would: "What would happen now",
    sure: "Zoho Mail asks: recall this email?",
    sureLine: "Zoho Mail asks: recall this email? Proceed / Cancel",
    nothing: "x: nothing to recall here. Open a message from its sender's Sent Items, or its delivery status, first.",
    done: (result) => `Recall ${result.id} of ${result.message}`,
    asked: (time, now, by) => `asked for by ${by}, ${date(time, now)}`,
    counts: (c) => [
      [c.succeeded, "taken back"], [c.failed, "not"], [c.pending, "waiting"], [c.not_counted, "left alone"],
    ].filter(([number]) => number > 0).map(([number, of]) => `${number} ${of}`).join(" · "),
    results: {
      "complete-success": "Complete success", "partial-success": "Partial success",
      "complete-failure": "Complete failure", pending: "Not decided yet",
    },
    outcomes: { succeeded: "taken back", failed: "it stays", pending: "waits", "not-counted": "left alone" },
    signs: { succeeded: "✓", failed: "✗", pending: "…", "not-counted": "–" },
    notFinal: "may still change",
    recipients: "Recipient by recipient",
    explain: "Explain",
    explainFor: (address) => `Explain what happened to ${address}'s copy`,
    show: (id) => `Show recall ${id}`,
    refused: "Refused",
    more: (number) => `and ${count(number, "more recipient", "more recipients")}`,
  },

  explain: {
    title: (recall, whom) => `Why: ${recall}, ${whom}`,
    facts: "Facts", passed: "Passed over", decided: "Decided", says: "It says", source: "Source",
    passage: "Passage", beyond: "Beyond the document",
    behaviours: (number) => `${number} behaviours`,
    none: "No behaviour: nothing stood against it.",
    fact: (key) => key.replaceAll("_", " "),
    basis: {
      "3rd": "somebody else says it", inf: "concluded from it", obs: "seen by others", ours: "settled here",
    },
  },

  status: {
    recipient: "Recipient", status: "Status", receipt: "Receipt",
    inside: "inside", outside: "outside",
    ask: "Ask the recipients to delete it",
    notOffered: "Recall is not offered",
  },

  strip: {
    title: "What happens",
    empty: "Nothing has happened since this page was opened.",
    exits: { 1: "cannot be done", 2: "cannot be typed so", 3: "refused" },
    clear: "Clear",
  },

  greet: {
    title: "An empty sandbox",
    text: "Nobody is here yet. Watch a story that is played for you, or start a company and send some mail.",
    play: "Play a story",
    start: "Start a company",
    system: "Its mail system",
    people: "Its people",
    names: ["alice", "bob", "carol"],
    fixture: "With people, folders and a week of mail, in a terminal:",
    fixtureLine: "recallbox init --force --fixture office",
    helpText: "What else there is, in a terminal:",
    helpLine: "recallbox help class",
    broken: "The sandbox cannot be read",
  },

  play: {
    title: "Play",
    text: "Each script shows one thing that mail systems do, in a sandbox of its own: yours stays as it is.",
    search: "Find",
    predict: "Ask before each step what will happen",
    list: "What can be played",
    folders: { stories: "Stories: start here" },
    none: "Nothing is called so.",
    at: (number, of) => `Step ${number} of ${of}`,
    next: "Next",
    back: "Back",
    out: "Choose another",
    answer: "Answer",
    right: "Right.",
    wrong: (choice) => `No, it was: ${choice}`,
    score: (right, of) => `${right} of ${of} right`,
    end: "The end.",
    decided: "What decided",
    loading: "It is being played…",
    stage: "Mailboxes in the play",
    nothing: "No mailbox yet.",
    hidden: "Answer first. The script says more after it.",
    fails: "The script did not end well:",
  },

  log: {
    title: "Log and commands",
    box: "Command",
    boxHint: "a command without recallbox in front, as: inspect mailbox bob",
    run: "Run",
    prompt: "$",
    candidates: "What the last word may become",
    output: "What it printed",
    lesson: "The lesson so far",
    lessonEmpty: "Nothing has been done yet.",
    refused: "refused: the script has it, batch and fixture do not",
    take: "Take it home",
    downloads: [["script", "Script, for recallbox run"], ["batch", "Batch"], ["fixture", "Fixture, in one file"]],
    log: "Log",
    help: "Every command that may run here, with what can follow it, is offered while you type.",
  },

  keys: {
    title: "Keys",
    list: [
      ["?", "shows this list"],
      ["1 2 3 4", "to the first, second, third, fourth mailbox"],
      ["↑ ↓", "to the message above or below"],
      ["← →", "to the mailbox beside it"],
      ["Space", "previews the message, which is not reading it"],
      ["Enter", "opens it in its own window, which is reading it"],
      ["r  u", "marks it read, unread"],
      ["m", "moves it: choose where to"],
      ["d  Delete", "deletes it"],
      ["a  f", "replies (answers), forwards"],
      ["c", "writes a new message, from whose mailbox you are in"],
      ["x", "recalls what is open in the window"],
      ["+  t", "lets one minute, ten minutes pass"],
      ["h", "lets one hour pass"],
      ["n", "lets time pass until something falls due"],
      ["s  p  l", "to the stage, to play, to log and commands"],
      [":", "to the command box"],
      ["w", "to the window that is open, and back"],
      ["Esc", "closes the window that you are in"],
      ["Enter  b", "in a play: one step on, one back"],
    ],
  },
};
