package lorasweep.worker.lora;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where the low-rank weights of several sites lie in the rows of one matrix (rank, D): row r holds
 * rank r of every site, the site's down row (in values) followed by its up column (out values), sites
 * side by side.
 *
 * <p>Rank-major on purpose: a trial of lower rank is a prefix of a wider one, contiguous and without
 * padding inside, so that one optimizer call covers it and mixed ranks can share an array.
 */
public final class AdapterLayout {
    private final List<LoraSite> sites;
    private final Map<String, Integer> offsets = new HashMap<>();
    private final long[] widths;
    private final int rowWidth;

    /** The layout of these sites, in this order. */
    public AdapterLayout(List<LoraSite> sites) {
        this.sites = List.copyOf(sites);
        this.widths = new long[2 * sites.size()];
        int offset = 0;
        for (int i = 0; i < sites.size(); i++) {
            LoraSite site = sites.get(i);
            offsets.put(site.name(), offset);
            widths[2 * i] = site.downRow();
            widths[2 * i + 1] = site.out();
            offset += site.downRow() + site.out();
        }
        this.rowWidth = offset;
    }

    /**
     * A layout for each block of the network, and within a block one for its larger convolutions, whose rank
     * is another: the gradient of a block is complete, and what it was made of is gone, before that of the
     * next is begun.
     */
    public static List<AdapterLayout> byBlock(List<LoraSite> sites) {
        return sites.stream()
                .collect(Collectors.groupingBy(LoraSite::group, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(AdapterLayout::new)
                .toList();
    }

    /** The sites, in their order. */
    public List<LoraSite> sites() {
        return sites;
    }

    /** Module paths of the sites, in their order. */
    public List<String> modules() {
        List<String> modules = new ArrayList<>(sites.size());
        sites.forEach(site -> modules.add(site.module()));
        return modules;
    }

    /** D, the number of values that one rank of all sites has. */
    public int rowWidth() {
        return rowWidth;
    }

    /** Widths along D: down of the first site, up of the first site, down of the second and so on. */
    public long[] widths() {
        return widths.clone();
    }

    /**
     * A site's down weights (rank, in * kernel * kernel), row-major, out of rows.
     *
     * @param rows (rank, D)
     */
    public float[] down(LoraSite site, float[] rows) {
        int rank = rank(rows);
        float[] down = new float[rank * site.downRow()];
        for (int r = 0; r < rank; r++) {
            System.arraycopy(rows, r * rowWidth + offset(site), down, r * site.downRow(), site.downRow());
        }
        return down;
    }

    /**
     * A site's up weights (out, rank), row-major, out of rows.
     *
     * @param rows (rank, D)
     */
    public float[] up(LoraSite site, float[] rows) {
        int rank = rank(rows);
        float[] up = new float[site.out() * rank];
        for (int r = 0; r < rank; r++) {
            int start = r * rowWidth + offset(site) + site.downRow();
            for (int o = 0; o < site.out(); o++) {
                up[o * rank + r] = rows[start + o];
            }
        }
        return up;
    }

    /**
     * Puts a site's weights into rows, from row {@code firstRank} on; the site's other rows stay.
     *
     * @param rows (any rank, D), changed
     * @param down (rank, in * kernel * kernel)
     * @param up (out, rank)
     * @param upScale multiplies every up value
     * @throws IllegalArgumentException if the lengths do not fit one rank that fits into the rows
     */
    public void put(LoraSite site, float[] rows, int firstRank, float[] down, float[] up, float upScale) {
        int rank = down.length / site.downRow();
        if (rank * site.downRow() != down.length || rank * site.out() != up.length || firstRank + rank > rank(rows)) {
            throw new IllegalArgumentException("%s: %d down and %d up values do not fit one rank up to %d"
                    .formatted(site.name(), down.length, up.length, rank(rows) - firstRank));
        }
        for (int r = 0; r < rank; r++) {
            int start = (firstRank + r) * rowWidth + offset(site);
            System.arraycopy(down, r * site.downRow(), rows, start, site.downRow());
            for (int o = 0; o < site.out(); o++) {
                rows[start + site.downRow() + o] = up[o * rank + r] * upScale;
            }
        }
    }

    private int rank(float[] rows) {
        return rows.length / rowWidth;
    }

    private int offset(LoraSite site) {
        Integer offset = offsets.get(site.name());
        if (offset == null) {
            throw new IllegalArgumentException(site.name() + " is not in this layout");
        }
        return offset;
    }
}
