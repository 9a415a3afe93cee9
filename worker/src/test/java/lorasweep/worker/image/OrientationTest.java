package lorasweep.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrientationTest {
    /** The stored picture is {@code abc / def}; expected rows as the EXIF standard's figure shows them. */
    @ParameterizedTest
    @CsvSource({
        "1, 3×2, abcdef",
        "2, 3×2, cbafed",
        "3, 3×2, fedcba",
        "4, 3×2, defabc",
        "5, 2×3, adbecf",
        "6, 2×3, daebfc",
        "7, 2×3, fcebda",
        "8, 2×3, cfbead",
        "9, 3×2, abcdef"
    })
    void turnsPicturesUpright(int code, String size, String rows) {
        PixelSize stored = new PixelSize(3, 2);
        Orientation orientation = Orientation.ofCode(code);

        byte[] turned = orientation.upright(new byte[] {'a', 'b', 'c', 'd', 'e', 'f'}, stored, 1);

        assertThat(orientation.upright(stored)).hasToString(size);
        assertThat(turned).asString().isEqualTo(rows);
    }

    @Test
    void takesABrokenBlockForNone() {
        assertThat(Orientation.of(new byte[0])).isEqualTo(Orientation.UPRIGHT);
        assertThat(Orientation.of(new byte[] {'I', 'I', 42, 0, 8, 0, 0, 0, (byte) 0xff, (byte) 0xff}))
                .isEqualTo(Orientation.UPRIGHT);
    }

    @Test
    void readsTheTagOfEitherByteOrder() {
        ByteBuffer big = ByteBuffer.allocate(26);
        big.put(new byte[] {'M', 'M', 0, 42}).putInt(8).putShort((short) 1);
        big.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) 8);

        assertThat(Orientation.of(big.array())).isEqualTo(Orientation.ofCode(8));
    }
}
