import QtQuick
import "../theme"

// Something private: masked, in full only while the button beside it is held. `held` can be bound to one button for
// several of them; then `ownButton` is false.
Item {
    id: masked

    property string shown
    property string full
    property bool ownButton: true
    property bool held: ownButton && button.held

    implicitHeight: Math.max(value.implicitHeight, ownButton ? button.implicitHeight : 0)

    BodyText {
        id: value

        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - (masked.ownButton ? button.width + Theme.mm(4) : 0)
        text: masked.held ? masked.full : masked.shown
        font.weight: Font.Medium
        Accessible.name: masked.shown
    }

    HoldButton {
        id: button

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: masked.ownButton
    }
}
