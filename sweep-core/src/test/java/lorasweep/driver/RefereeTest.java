package lorasweep.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lorasweep.dispatch.Answer;
import lorasweep.dispatch.Message;
import lorasweep.dispatch.Owner;
import org.junit.jupiter.api.Test;

class RefereeTest {
    @Test
    void anOlderOwnerOfAPackIsToldToAbort() {
        Referee referee = new Referee(message -> {});
        referee.expect("r", 1, 1);
        Owner first = new Owner("r", 1, 1, 0);
        Owner retried = new Owner("r", 1, 1, 1);
        assertThat(claim(referee, first)).isEqualTo(Answer.GO_ON);
        assertThat(claim(referee, retried)).isEqualTo(Answer.GO_ON);
        assertThat(claim(referee, first)).isEqualTo(Answer.ABORT);
        assertThat(referee.answer(new Message.Beat(first, List.of()))).isEqualTo(Answer.ABORT);
        assertThat(referee.answer(new Message.Beat(retried, List.of()))).isEqualTo(Answer.GO_ON);
        referee.expect("r", 1, 2);
        assertThat(referee.answer(new Message.Beat(retried, List.of()))).isEqualTo(Answer.ABORT);
        assertThat(claim(referee, retried)).isEqualTo(Answer.ABORT);
        assertThat(claim(referee, new Owner("other", 1, 9, 0))).isEqualTo(Answer.ABORT);
        assertThat(claim(referee, new Owner("r", 1, 2, 0))).isEqualTo(Answer.GO_ON);
    }

    private static Answer claim(Referee referee, Owner owner) {
        return referee.answer(new Message.Claim(owner, "0", "here", "cpu"));
    }
}
