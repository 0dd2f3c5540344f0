package org.linli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.Map;

/** An activity of 示例区 with five seats, on its way through the hands of those who work there. */
record SampleActivity(RunningDemo demo, String id) {
    /** Everybody may see it; enrolment is not open yet. */
    static SampleActivity published(RunningDemo demo, String title, OffsetDateTime startsAt) {
        Map<String, Object> input = Map.of(
                "kind",
                "COMMUNITY",
                "title",
                title,
                "host",
                "示例社区",
                "venue",
                "示例活动室",
                "capacity",
                5,
                "place",
                "community_01900000-0002-7000-8000-990101000001",
                "startsAt",
                startsAt.toString(),
                "endsAt",
                startsAt.plusHours(1).toString());
        String id = demo.user("990101-community")
                .ask("""
                        mutation($in: ActivityInput!) {
                          createActivity(input: $in) { ... on ActivitySaved { activity { id } } ... on Refusal { message } }
                        }
                        """, Map.of("in", input))
                .at("createActivity/activity/id")
                .asString();
        SampleActivity activity = new SampleActivity(demo, id);
        activity.does("990101-community", "submitActivity(activity: $activity)");
        activity.does("990101-street", "approveActivity(activity: $activity, expectedVersion: 2)");
        activity.does("990101-community", "publishActivity(activity: $activity)");
        return activity;
    }

    /** Runs a mutation with its id as {@code $activity}, which is not refused. */
    void does(String who, String mutation) {
        Answer answer = demo.user(who)
                .ask(
                        "mutation($activity: ID!) { %s { __typename ... on Refusal { message } } }".formatted(mutation),
                        Map.of("activity", id));
        assertThat(answer.text()).as(mutation).doesNotContain("\"message\"");
    }
}
