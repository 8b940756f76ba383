import QtQuick
import "../theme"

// What can be pressed: with a finger (its own Touch), with the four keys (Stage walks them), by assistive technology.
// What has the keys' focus wears a ring.
Rectangle {
    id: control

    property bool rests: false // shown with why, and can't be pressed

    signal tapped

    function press(): void {
        if (enabled && !rests)
            tapped();
    }

    activeFocusOnTab: true
    Accessible.role: Accessible.Button
    Accessible.onPressAction: press()
    Keys.onSpacePressed: press()
    Keys.onReturnPressed: press()
    Keys.onEnterPressed: press()

    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.mm(3)
        z: 1
        visible: control.activeFocus
        radius: control.radius + Theme.mm(3)
        color: "transparent"
        border.width: Theme.mm(1.8)
        border.color: Theme.warn
    }
}
