package io.caravan.port;

/**
 * Something in the inventory that a later version of Caravan wrote, in a shape that this one does not know. It is left as
 * it is: what is open stays in its queue, until a replica of that version comes to it.
 */
public final class NewerItem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param item its key, in words
     * @param shape that it has
     * @param known the latest shape that this version knows
     */
    public NewerItem(String item, int shape, int known) {
        super(item + " was written by a later version of Caravan: its shape is " + shape
                + ", this version knows shapes up to "
                + known + "; it is left alone for replicas of that version, so roll that version out, or wait until"
                + " its runs are over before going back");
    }
}
