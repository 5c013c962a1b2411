// What of Slack's published types becomes a schema; see schemas.py.
import type { BlockAction, EnvelopedEvent } from '@slack/bolt';
import type { AppHomeOpenedEvent, AppMentionEvent } from '@slack/types';
import type { AppsManifestValidateArguments } from '@slack/web-api';

export type * from '@slack/types';
export type {
  ChatDeleteArguments, ChatGetPermalinkArguments, ChatPostEphemeralArguments,
  ChatPostMessageArguments, ChatUpdateArguments, ConversationsHistoryArguments,
  ConversationsInfoArguments, ConversationsListArguments, ConversationsMembersArguments,
  ConversationsRepliesArguments, FilesCompleteUploadExternalArguments,
  FilesGetUploadURLExternalArguments, PinsAddArguments, PinsRemoveArguments,
  ReactionsAddArguments, ReactionsRemoveArguments, TeamInfoArguments, UsersInfoArguments,
  UsersLookupByEmailArguments, ViewsOpenArguments, ViewsPublishArguments, ViewsPushArguments,
  ViewsUpdateArguments,
} from '@slack/web-api';
export type {
  GlobalShortcut, MessageShortcut, RespondArguments, SlashCommand, ViewClearResponseAction,
  ViewClosedAction, ViewErrorsResponseAction, ViewPushResponseAction, ViewSubmitAction,
  ViewUpdateResponseAction,
} from '@slack/bolt';
export type BlockActions = BlockAction;
export type EventCallback = EnvelopedEvent<AppMentionEvent | AppHomeOpenedEvent>;
export type AppManifest = AppsManifestValidateArguments['manifest'];
