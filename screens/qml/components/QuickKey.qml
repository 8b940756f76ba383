import QtQuick

// A key of a clerk's keyboard. Like a touch it does nothing in a page's first moments: it was meant for the page before.
Item {
    id: quick

    property list<var> sequences
    property bool ready: false

    signal pressed

    Timer {
        interval: 400
        running: true
        onTriggered: quick.ready = true
    }

    Shortcut {
        sequences: quick.sequences
        enabled: quick.ready && quick.enabled
        onActivated: quick.pressed()
    }
}
